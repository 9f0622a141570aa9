package io.farol.accounts.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.accounts.member.MemberId;
import io.farol.runtime.money.Money;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An account as answered; fields as in {@link AccountDetails}, and what follows from others.
 *
 * @param state on the tenant's business day
 * @param can what the caller may do with it now
 */
@Schema(name = "Account")
public record AccountView(
        AccountId id,
        Version etag,
        String name,
        @Nullable String externalId,
        @Nullable String taxId,
        AccountState state,
        @Nullable String sector,
        @Nullable String region,
        @Nullable String country,
        @Nullable String channel,
        @Nullable String sellerName,
        @Nullable MemberId csmId,
        @Nullable String csmName,
        @Nullable AccountId parentAccountId,
        @Nullable String parentAccountName,
        @Nullable Integer employees,
        @Nullable Integer areaEmployees,
        @Nullable Money annualRevenue,
        @Nullable LocalDate customerSince,
        @Nullable LocalDate activatedOn,
        List<String> tags,
        Map<String, String> attributes,
        boolean isArchived,
        @Nullable Instant archivedAt,
        Instant createdAt,
        Instant updatedAt,
        List<AccountAction> can) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** Reads a row of {@link AccountSql}; {@code can} is empty. */
    static AccountView of(ResultSet row) throws SQLException {
        @Nullable UUID csm = row.getObject("csm_id", UUID.class);
        @Nullable UUID parent = row.getObject("parent_account_id", UUID.class);
        @Nullable String currency = row.getString("currency");
        @Nullable Instant archivedAt = instant(row, "archived_at");
        @Nullable String attributes = row.getString("attributes");
        return new AccountView(
                new AccountId(row.getObject("id", UUID.class)),
                new Version(row.getLong("version")),
                row.getString("name"),
                row.getString("external_id"),
                row.getString("tax_id"),
                state(row),
                row.getString("sector"),
                row.getString("region"),
                row.getString("country"),
                row.getString("channel"),
                row.getString("seller_name"),
                csm == null ? null : new MemberId(csm),
                row.getString("csm_name"),
                parent == null ? null : new AccountId(parent),
                row.getString("parent_name"),
                row.getObject("employees", Integer.class),
                row.getObject("area_employees", Integer.class),
                currency == null ? null : Money.ofE4(row.getLong("annual_revenue_e4"), Currency.getInstance(currency)),
                row.getObject("customer_since", LocalDate.class),
                row.getObject("activated_on", LocalDate.class),
                List.of((String[]) row.getArray("tags").getArray()),
                attributes == null ? Map.of() : texts(attributes),
                archivedAt != null,
                archivedAt,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                List.of());
    }

    AccountView allowing(List<AccountAction> actions) {
        return new AccountView(
                id,
                etag,
                name,
                externalId,
                taxId,
                state,
                sector,
                region,
                country,
                channel,
                sellerName,
                csmId,
                csmName,
                parentAccountId,
                parentAccountName,
                employees,
                areaEmployees,
                annualRevenue,
                customerSince,
                activatedOn,
                tags,
                attributes,
                isArchived,
                archivedAt,
                createdAt,
                updatedAt,
                actions);
    }

    private static AccountState state(ResultSet row) throws SQLException {
        return AccountState.on(
                row.getObject("today", LocalDate.class),
                new AccountState.Facts(
                        row.getObject("first_served_on", LocalDate.class),
                        row.getBoolean("is_served"),
                        row.getBoolean("is_frozen"),
                        row.getObject("activated_on", LocalDate.class),
                        row.getObject("go_live_on", LocalDate.class)));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Map<String, String> texts(String json) {
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL made JSON that is none", e);
        }
    }
}
