package io.farol.accounts.account;

import io.farol.accounts.member.MemberId;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Money;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about an account.
 *
 * @param externalId id in the system it came from, unique in the tenant
 * @param taxId CNPJ (also alphanumeric) or CPF when the country is BR; kept without punctuation
 * @param country ISO 3166-1 alpha-2; null = the tenant's
 * @param channel by which it was acquired
 * @param csmId member with the role CSM who looks after it; archived ones are refused
 * @param employees people of the company
 * @param areaEmployees people of the area that we serve
 * @param activatedOn day of First Value; null = not yet
 * @param attributes values of declared custom attributes, as text
 * @param effectiveOn from when a changed sector, region, country, channel, seller, CSM or attribute holds, today at the latest; null = today
 */
@Schema(name = "AccountRequest", examples = """
        {"name":"Acme","externalId":"A-1","sector":"Retail","region":"SP","country":"BR","employees":120,"channel":"Inbound","tags":["key"]}""")
record AccountDetails(
        @NotBlank @Size(max = 200) String name,
        @Nullable @Size(min = 1, max = 200) String externalId,
        @Nullable @Size(min = 1, max = 40) String taxId,
        @Nullable @Size(min = 1, max = 100) String sector,
        @Nullable @Size(min = 1, max = 100) String region,
        @Nullable @Pattern(regexp = "[A-Z]{2}") String country,
        @Nullable @Size(min = 1, max = 100) String channel,
        @Nullable @Size(min = 1, max = 100) String sellerName,
        @Nullable MemberId csmId,
        @Nullable AccountId parentAccountId,
        @Nullable @Min(0) Integer employees,
        @Nullable @Min(0) Integer areaEmployees,
        @Nullable Money annualRevenue,
        @Nullable LocalDate customerSince,
        @Nullable LocalDate activatedOn,
        @Size(max = 50) List<@NotBlank @Size(max = 60) String> tags,
        @Size(max = 50) Map<String, String> attributes,
        @Nullable LocalDate effectiveOn) {

    AccountDetails {
        tags = tags.stream().distinct().sorted().toList();
        attributes = new TreeMap<>(attributes);
        if (annualRevenue != null && annualRevenue.amount().signum() < 0) {
            throw DomainException.invalid(List.of(
                    Fault.at("/annualRevenue/amount", PlatformError.OUT_OF_RANGE, Map.of("min", 0, "max", "∞"))));
        }
    }

    AccountDetails identified(
            @Nullable String wantedExternalId, @Nullable String bareTaxId, Map<String, String> canonical) {
        return new AccountDetails(
                name.strip(),
                wantedExternalId,
                bareTaxId,
                sector,
                region,
                country,
                channel,
                sellerName,
                csmId,
                parentAccountId,
                employees,
                areaEmployees,
                annualRevenue,
                customerSince,
                activatedOn,
                tags,
                canonical,
                effectiveOn);
    }

    /** The same without what is said about the change rather than about the account. */
    AccountDetails undated() {
        return new AccountDetails(
                name,
                externalId,
                taxId,
                sector,
                region,
                country,
                channel,
                sellerName,
                csmId,
                parentAccountId,
                employees,
                areaEmployees,
                annualRevenue,
                customerSince,
                activatedOn,
                tags,
                attributes,
                null);
    }

    /** Values by grouping dimension (DECISIONS.md 8). */
    Map<String, String> groupValues() {
        Map<String, String> values = new TreeMap<>();
        put(values, "sector", sector);
        put(values, "region", region);
        put(values, "country", country);
        put(values, "channel", channel);
        put(values, "seller", sellerName);
        put(values, "csm", csmId == null ? null : csmId.value().toString());
        attributes.forEach((key, value) -> values.put("attr." + key, value));
        return values;
    }

    private static void put(Map<String, String> values, String dimension, @Nullable String value) {
        if (value != null) {
            values.put(dimension, value);
        }
    }
}
