package io.farol.metrics.overview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.metrics.member.MemberId;
import io.farol.metrics.viewpoint.AccountId;
import io.farol.runtime.money.Money;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the account table, as it is today. Columns whose facts are not known yet are null.
 *
 * @param csmId the customer success manager of today; null = none
 * @param csmName what he is called now; null = none, or not known here yet
 * @param frozenMrr suspended MRR, which mrr leaves out
 * @param openDealsMrr expected change of MRR of its open deals, each at the rate in force today; null = it has none that could be converted
 * @param openDealsCount how many open deals it has, also those that the page of the account has no room for
 * @param unconvertedDeals how many of them have an amount in a currency for which no rate is known, so that openDealsMrr lacks it
 * @param onboardingPhase of the onboarding that is being worked on; null = none is
 * @param renewsOn next day on which a contract's term ends
 * @param etag of the account in accounts-service, as this projection knows it
 */
public record AccountRow(
        AccountId id,
        String name,
        @Nullable String externalId,
        AccountStatus status,
        @Nullable String touch,
        @Nullable String tier,
        @Nullable String sector,
        @Nullable String region,
        @Nullable String country,
        @Nullable String channel,
        @Nullable String sellerName,
        @Nullable MemberId csmId,
        @Nullable String csmName,
        Money mrr,
        Money frozenMrr,
        @Nullable String flag,
        @Nullable String score,
        @Nullable String trend,
        @Nullable LocalDate customerSince,
        @Nullable LocalDate renewsOn,
        @Nullable LocalDate nextActionOn,
        @Nullable Instant lastTouchpointAt,
        @Nullable Money openDealsMrr,
        int openDealsCount,
        int unconvertedDeals,
        @Nullable String onboardingPhase,
        List<String> tags,
        Map<String, Object> attributes,
        Version etag) {
    static final String COLUMNS =
            "r.account_id, r.name, r.external_id, r.status, r.sector, r.region, r.country, r.channel, r.seller_name, r.csm_id,"
                    + " (select m.name from member_copy m where m.tenant_id = r.tenant_id and m.id = cast(nullif(r.csm_id, '') as uuid)) as csm_name, r.mrr_e4, r.frozen_e4, r.customer_since, r.renews_on, r.tags,"
                    + " r.attributes::text as attributes, r.version, :currency as currency, r.onboarding_phase, r.open_deals_e4, r.open_deals_count, r.unconverted_deals";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LocalDate NONE = LocalDate.of(9999, 12, 31);

    static AccountRow of(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        @Nullable String csm = text(row, "csm_id");
        @Nullable Long deals = row.getObject("open_deals_e4", Long.class);
        return new AccountRow(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                row.getString("external_id"),
                AccountStatus.valueOf(row.getString("status")),
                null,
                null,
                text(row, "sector"),
                text(row, "region"),
                text(row, "country"),
                text(row, "channel"),
                text(row, "seller_name"),
                csm == null ? null : new MemberId(UUID.fromString(csm)),
                text(row, "csm_name"),
                money(row.getLong("mrr_e4"), currency),
                money(row.getLong("frozen_e4"), currency),
                null,
                null,
                null,
                day(row, "customer_since"),
                day(row, "renews_on"),
                null,
                null,
                deals == null ? null : money(deals, currency),
                row.getInt("open_deals_count"),
                row.getInt("unconverted_deals"),
                text(row, "onboarding_phase"),
                List.of((String[]) row.getArray("tags").getArray()),
                attributes(row.getString("attributes")),
                new Version(row.getLong("version")));
    }

    /** MRR has four decimals within; people read the currency's minor digits. */
    private static Money money(long amountE4, Currency currency) {
        return Money.ofE4(amountE4, currency).rounded();
    }

    private static @Nullable String text(ResultSet row, String column) throws SQLException {
        @Nullable String text = row.getString(column);
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable LocalDate day(ResultSet row, String column) throws SQLException {
        LocalDate day = row.getObject(column, LocalDate.class);
        return day.equals(NONE) ? null : day;
    }

    private static Map<String, Object> attributes(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("attributes are not an object", e);
        }
    }
}
