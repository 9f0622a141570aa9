package io.farol.accounts.account;

import io.farol.accounts.product.ProductId;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import java.time.Instant;
import java.time.LocalDate;

/** How accounts are read: one statement for a whole view, the same for one account and for lists. Needs the bind {@code :now}. */
final class AccountSql {
    /** The account and the tenant's business day. */
    static final String FROM = """
            account a
            left join tenant_setting s on s.tenant_id = a.tenant_id
            cross join lateral (select coalesce(s.business_date,
                cast(cast(:now as timestamptz) at time zone coalesce(s.time_zone, 'America/Sao_Paulo') as date)) as today) d""";

    private static final String IS_SERVED =
            "exists (select 1 from contract_line_term t where t.tenant_id = a.tenant_id and t.account_id = a.id and t.starts_on <= d.today and (t.ends_on is null or t.ends_on > d.today))";

    private static final String IS_FROZEN =
            "exists (select 1 from account_freeze f where f.tenant_id = a.tenant_id and f.account_id = a.id and f.from_on <= d.today and f.until_on > d.today)";

    private static final String FIRST_SERVED_ON =
            "(select min(t.starts_on) from contract_line_term t where t.tenant_id = a.tenant_id and t.account_id = a.id and t.starts_on <= d.today)";

    static final String COLUMNS = """
            a.id, a.version, a.name, a.external_id, a.tax_id, a.sector, a.region, a.country, a.channel, a.seller_name, a.csm_id, a.parent_account_id, a.employees, a.area_employees,
            a.annual_revenue_e4, a.currency, a.customer_since, a.activated_on, a.tags, a.archived_at, a.created_at, a.updated_at, s.go_live_on, d.today,
            (select m.name from member m where m.tenant_id = a.tenant_id and m.id = a.csm_id) as csm_name,
            (select p.name from account p where p.tenant_id = a.tenant_id and p.id = a.parent_account_id) as parent_name,
            (select cast(jsonb_object_agg(v.key, v.value) as text) from account_attribute v where v.tenant_id = a.tenant_id and v.account_id = a.id) as attributes,
            """
            + FIRST_SERVED_ON + " as first_served_on, " + IS_SERVED + " as is_served, " + IS_FROZEN + " as is_frozen";

    private static final String WAS_SERVED =
            "exists (select 1 from contract_line_term t where t.tenant_id = a.tenant_id and t.account_id = a.id and t.starts_on <= d.today)";

    private static final String IS_ACTIVATED =
            "(coalesce(a.activated_on <= d.today, false) or coalesce(" + FIRST_SERVED_ON + " < s.go_live_on, false))";

    /** {@link AccountState#on}, for filtering; a test holds the two together. The rarest question comes first in each line, so that few accounts are asked the others. */
    private static final String STATE = "('FROZEN' = any(:values) and " + IS_FROZEN + " and " + IS_SERVED + ")"
            + " or ('CHURNED' = any(:values) and not " + IS_SERVED + " and " + WAS_SERVED + ")"
            + " or ('PROSPECT' = any(:values) and not " + WAS_SERVED + ")"
            + " or ('ACTIVE' = any(:values) and " + IS_ACTIVATED + " and " + IS_SERVED + " and not " + IS_FROZEN + ")"
            + " or ('ONBOARDING' = any(:values) and not " + IS_ACTIVATED + " and " + IS_SERVED + " and not " + IS_FROZEN
            + ")";

    /** The members are looked up once, not once an account; what is no id chooses nobody. Needs the bind {@code :caller}. */
    private static final String CSM = """
            a.csm_id = any(array(
                select case when v.word = 'me' then (select m.id from member m where m.tenant_id = :farolTenant and m.user_key = lower(:caller) and m.archived_at is null)
                            when pg_input_is_valid(v.word, 'uuid') then cast(v.word as uuid) end
                  from unnest(:values) v (word)))""";

    static final String SELECT = "select " + COLUMNS + " from " + FROM + " where a.tenant_id = :tenant and ";

    private AccountSql() {}

    /** The accounts that are at work. */
    static final class Present {
        static final Listing<AccountView> LISTING =
                exported(declared().where("a.archived_at is null")).build();

        private Present() {}
    }

    /** The accounts that are archived. */
    static final class Archived {
        static final Listing<AccountView> LISTING =
                declared().where("a.archived_at is not null").build();

        private Archived() {}
    }

    private static Listing.Builder<AccountView> exported(Listing.Builder<AccountView> listing) {
        return listing.csv("id", AccountView::id)
                .csv("externalId", AccountView::externalId)
                .csv("name", AccountView::name)
                .csv("taxId", AccountView::taxId)
                .csv("state", AccountView::state)
                .csv("sector", AccountView::sector)
                .csv("region", AccountView::region)
                .csv("country", AccountView::country)
                .csv("channel", AccountView::channel)
                .csv("sellerName", AccountView::sellerName)
                .csv("csmId", AccountView::csmId)
                .csv("csmName", AccountView::csmName)
                .csv("parentAccountId", AccountView::parentAccountId)
                .csv("parentAccountName", AccountView::parentAccountName)
                .csv("employees", AccountView::employees)
                .csv("areaEmployees", AccountView::areaEmployees)
                .csv("annualRevenue", AccountView::annualRevenue)
                .csv("currency", row -> Listing.currency(row.annualRevenue()))
                .csv("customerSince", AccountView::customerSince)
                .csv("activatedOn", AccountView::activatedOn)
                .csv("tags", AccountView::tags);
    }

    private static Listing.Builder<AccountView> declared() {
        return Listing.<AccountView>from(FROM)
                .tenant("a.tenant_id")
                .id("a.id", AccountId.class)
                .select(COLUMNS, (row, context) -> AccountView.of(row))
                .filter("externalId", Filter.text("a.external_id"))
                .filter("state", Filter.of(AccountState.class, STATE))
                .filter("sector", Filter.text("a.sector"))
                .filter("region", Filter.text("a.region"))
                .filter("country", Filter.text("a.country"))
                .filter("channel", Filter.text("a.channel"))
                .filter("seller", Filter.text("a.seller_name"))
                .filter("csm", Filter.text(CSM).about("Id of a member, or me: the caller by the name of his login."))
                .filter("taxId", Filter.text("a.tax_id").about("Without punctuation."))
                .filter("parentAccountId", Filter.of(AccountId.class, "a.parent_account_id"))
                .filter("tag", Filter.text("a.tags && :values"))
                .filter(
                        "product",
                        Filter.of(
                                        ProductId.class,
                                        "exists (select 1 from contract_line_term t join contract_line l on l.tenant_id = t.tenant_id and l.id = t.line_id where t.tenant_id = a.tenant_id and t.account_id = a.id and t.starts_on <= d.today and (t.ends_on is null or t.ends_on > d.today) and l.product_id = any(:values))")
                                .about("Accounts that have the product today."))
                .filter(
                        "attr.*",
                        Filter.text(
                                "exists (select 1 from account_attribute v where v.tenant_id = a.tenant_id and v.account_id = a.id and v.key = :key and v.value = any(:values))"))
                .range("customerSince", LocalDate.class, "a.customer_since")
                .range("activatedOn", LocalDate.class, "a.activated_on")
                .range("updatedAt", Instant.class, "a.updated_at")
                .search("a.search_key")
                .sortByText("name", "a.search_key")
                .sortByNumber("employees", "coalesce(a.employees, 0)")
                .sortByTime("customerSince", LocalDate.class, "coalesce(a.customer_since, date '1900-01-01')");
    }
}
