package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountId;
import io.farol.runtime.money.Money;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A deal as it lies on the board.
 *
 * @param mrr expected change of MRR; null when there is no amount
 * @param weightedMrr {@code mrr} by the chance of its stage
 * @param daysInStage on the tenant's calendar
 * @param isStalled stands longer in its stage than is usual
 * @param isOverdue the day of its next step has passed
 * @param can what the caller may do with it now
 */
@Schema(name = "DealCard")
public record DealCard(
        DealId dealId,
        String title,
        @Nullable AccountId accountId,
        @Nullable String accountName,
        DealType type,
        DealStage stage,
        @Nullable String ownerId,
        @Nullable String ownerName,
        @Nullable Money mrr,
        @Nullable Money oneOff,
        @Nullable Money weightedMrr,
        @Nullable LocalDate expectedCloseOn,
        @Nullable NextStep nextStep,
        int daysInStage,
        boolean isStalled,
        boolean isOverdue,
        ContractSync contractSync,
        Version etag,
        List<DealAction> can) {
    /** What a card needs of a row of {@code deal d left join account_copy a}. */
    public static final String COLUMNS =
            """
            d.id, d.version, d.title, d.account_id, a.name as account_name, d.type, d.stage, d.owner_id, d.owner_name, d.currency, d.mrr_e4, d.one_off_e4, d.expected_close_on,
            d.next_step_text, d.next_step_on, d.contract_sync, %s as weighted_mrr_e4, %s as days_in_stage, %s as is_stalled, %s as is_overdue""".formatted(DealSql.WEIGHTED_MRR_E4, DealSql.DAYS_IN_STAGE, DealSql.IS_STALLED, DealSql.IS_OVERDUE);

    /** Reads a row of {@link #COLUMNS}; {@code can} is empty. */
    public static DealCard of(ResultSet row) throws SQLException {
        @Nullable String code = row.getString("currency");
        @Nullable Currency currency = code == null ? null : Currency.getInstance(code);
        @Nullable String nextStep = row.getString("next_step_text");
        @Nullable UUID account = row.getObject("account_id", UUID.class);
        return new DealCard(
                new DealId(row.getObject("id", UUID.class)),
                row.getString("title"),
                account == null ? null : new AccountId(account),
                row.getString("account_name"),
                DealType.valueOf(row.getString("type")),
                DealStage.valueOf(row.getString("stage")),
                row.getString("owner_id"),
                row.getString("owner_name"),
                currency == null
                        ? null
                        : Money.ofE4(row.getLong("mrr_e4"), currency).rounded(),
                currency == null
                        ? null
                        : Money.ofE4(row.getLong("one_off_e4"), currency).rounded(),
                currency == null
                        ? null
                        : Money.ofE4(row.getLong("weighted_mrr_e4"), currency).rounded(),
                row.getObject("expected_close_on", LocalDate.class),
                nextStep == null ? null : new NextStep(nextStep, row.getObject("next_step_on", LocalDate.class)),
                row.getInt("days_in_stage"),
                row.getBoolean("is_stalled"),
                row.getBoolean("is_overdue"),
                ContractSync.valueOf(row.getString("contract_sync")),
                new Version(row.getLong("version")),
                List.of());
    }

    /** The same card for a caller. */
    public DealCard allowing(List<DealAction> actions) {
        return new DealCard(
                dealId,
                title,
                accountId,
                accountName,
                type,
                stage,
                ownerId,
                ownerName,
                mrr,
                oneOff,
                weightedMrr,
                expectedCloseOn,
                nextStep,
                daysInStage,
                isStalled,
                isOverdue,
                contractSync,
                etag,
                actions);
    }
}
