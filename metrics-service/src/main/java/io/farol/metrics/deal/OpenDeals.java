package io.farol.metrics.deal;

import io.farol.metrics.viewpoint.AccountId;
import io.farol.metrics.viewpoint.DealId;
import io.farol.runtime.money.Money;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
     * @param mrr expected change of MRR; null when there is no amount
     * @param enteredStageAt since when it stands in its stage
     */
    public record OpenDeal(
            DealId dealId,
            String title,
            String type,
            String stage,
            @Nullable Money mrr,
            @Nullable Money oneOff,
            @Nullable LocalDate expectedCloseOn,
            @Nullable String nextStep,
            @Nullable LocalDate nextStepOn,
            @Nullable String ownerId,
            @Nullable String ownerName,
            Instant enteredStageAt) {
        static OpenDeal of(ResultSet row) throws SQLException {
            @Nullable String currency = row.getString("currency");
            return new OpenDeal(
                    new DealId(row.getObject("id", UUID.class)),
                    row.getString("title"),
                    row.getString("type"),
                    row.getString("stage"),
                    money(row.getLong("mrr_e4"), currency),
                    money(row.getLong("one_off_e4"), currency),
                    row.getObject("expected_close_on", LocalDate.class),
                    row.getString("next_step_text"),
                    row.getObject("next_step_on", LocalDate.class),
                    row.getString("owner_id"),
                    row.getString("owner_name"),
                    row.getObject("entered_stage_at", OffsetDateTime.class).toInstant());
        }
    }

    /** Of one account, the most valuable first, at most 100. */
    @Transactional
    public List<OpenDeal> of(AccountId account) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, title, type, stage, mrr_e4, one_off_e4, currency, expected_close_on, next_step_text, next_step_on, owner_id, owner_name, entered_stage_at
                          from deal_copy where tenant_id = :tenant and account_id = :account and closed_at is null and not is_archived
                         order by mrr_e4 desc, id limit :most""")
                .bind("tenant", tenant.get().value())
                .bind("account", account.value())
                .bind("most", MOST)
                .map((row, context) -> OpenDeal.of(row))
                .list());
    }

    private static @Nullable Money money(long amountE4, @Nullable String code) {
        if (code == null) {
            return null;
        }
        Currency currency = Currency.getInstance(code);
        return new Money(new BigDecimal(Money.ofE4(amountE4, currency).shown(RoundingMode.HALF_UP)), currency);
    }
}
