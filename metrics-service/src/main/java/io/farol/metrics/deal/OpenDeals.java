package io.farol.metrics.deal;

import io.farol.metrics.viewpoint.AccountId;
import io.farol.metrics.viewpoint.DealId;
import io.farol.runtime.money.Money;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The deals of an account that are being worked on, as pipeline-service told them. */
@ApplicationScoped
public class OpenDeals {
    /** Which deals of a {@code deal_copy d} are being worked on. */
    public static final String IS_OPEN = "d.closed_at is null and not d.is_archived";

    /**
     * What the expected change of MRR of a {@code deal_copy d} is worth in {@code :currency}, at the rate in force {@code :today}: an expectation has no day of its own yet. Rounded as the ledger rounds;
     * null when no rate is known.
     */
    public static final String CONVERTED_MRR_E4 =
            "case when d.mrr_e4 = 0 or d.currency = :currency then d.mrr_e4 else (select round(d.mrr_e4 * f.rate)::bigint from rate_copy f"
                    + " where f.tenant_id = d.tenant_id and f.currency = d.currency and f.rated_on <= :today and f.pos_to = 9223372036854775807 order by f.rated_on desc, f.id limit 1) end";

    private static final int MOST = 100;

    private final Jdbi jdbi;
    private final CurrentTenant tenant;

    OpenDeals(Jdbi jdbi, CurrentTenant tenant) {
        this.jdbi = jdbi;
        this.tenant = tenant;
    }

    /**
     * One open deal.
     *
     * @param type such as UPSELL
     * @param stage such as FORECAST
     * @param mrr expected change of MRR, in the deal's currency; null when there is no amount
     * @param convertedMrr the same in the reporting currency, at the rate in force today; null when there is no amount, or no rate is known
     * @param enteredStageAt since when it stands in its stage
     */
    public record OpenDeal(
            DealId dealId,
            String title,
            String type,
            String stage,
            @Nullable Money mrr,
            @Nullable Money convertedMrr,
            @Nullable Money oneOff,
            @Nullable LocalDate expectedCloseOn,
            @Nullable String nextStep,
            @Nullable LocalDate nextStepOn,
            @Nullable String ownerId,
            @Nullable String ownerName,
            Instant enteredStageAt) {
        static OpenDeal of(ResultSet row, Currency reporting) throws SQLException {
            @Nullable String currency = row.getString("currency");
            boolean isConverted = currency != null && row.getObject("converted_mrr_e4") != null;
            return new OpenDeal(
                    new DealId(row.getObject("id", UUID.class)),
                    row.getString("title"),
                    row.getString("type"),
                    row.getString("stage"),
                    money(row.getLong("mrr_e4"), currency),
                    isConverted ? money(row.getLong("converted_mrr_e4"), reporting.getCurrencyCode()) : null,
                    money(row.getLong("one_off_e4"), currency),
                    row.getObject("expected_close_on", LocalDate.class),
                    row.getString("next_step_text"),
                    row.getObject("next_step_on", LocalDate.class),
                    row.getString("owner_id"),
                    row.getString("owner_name"),
                    row.getObject("entered_stage_at", OffsetDateTime.class).toInstant());
        }
    }

    /** Of one account, the most valuable first and those without a rate last, at most 100; the account's row says how many there are. */
    @Transactional
    public List<OpenDeal> of(AccountId account, LocalDate today, Currency reporting) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select d.id, d.title, d.type, d.stage, d.mrr_e4, %s as converted_mrr_e4, d.one_off_e4, d.currency, d.expected_close_on, d.next_step_text, d.next_step_on, d.owner_id,
                               d.owner_name, d.entered_stage_at
                          from deal_copy d where d.tenant_id = :tenant and d.account_id = :account and %s
                         order by converted_mrr_e4 desc nulls last, d.id limit :most""".formatted(CONVERTED_MRR_E4, IS_OPEN))
                .bind("tenant", tenant.get().value())
                .bind("account", account.value())
                .bind("today", today)
                .bind("currency", reporting.getCurrencyCode())
                .bind("most", MOST)
                .map((row, context) -> OpenDeal.of(row, reporting))
                .list());
    }

    private static @Nullable Money money(long amountE4, @Nullable String code) {
        if (code == null) {
            return null;
        }
        Currency currency = Currency.getInstance(code);
        return Money.ofE4(amountE4, currency).rounded();
    }
}
