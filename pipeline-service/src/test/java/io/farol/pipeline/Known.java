package io.farol.pipeline;

import io.farol.runtime.id.UuidV7;
import java.time.LocalDate;
import java.util.UUID;

/** What accounts-service would have told of a tenant through its feed, written straight into the copy. */
public final class Known {
    private Known() {}

    /** An account with a contract since 2026, one line of 10 x 100 BRL by the month, and a second product. */
    public record Client(
            String tenant, String account, String contract, String line, String product, String otherProduct) {}

    public static Client client(String tenant) {
        String account = account(tenant, "Acme");
        String product = product(tenant);
        String contract = contract(tenant, account, LocalDate.of(2026, 1, 1));
        return new Client(tenant, account, contract, line(tenant, contract, product), product, product(tenant));
    }

    public static String account(String tenant, String name) {
        String id = UuidV7.next().toString();
        Outside.execute(
                "insert into account_copy (tenant_id, id, name, external_id, sector, region, country, channel, seller_name, tags, attributes) values (?, ?::uuid, ?, ?, 'Retail', 'SP', 'BR', 'Inbound', 'Rui', '{key}', '{\"segment\":\"A\"}')",
                tenant,
                id,
                name,
                "A-" + id);
        return id;
    }

    /** A member of the team at work. */
    public static String member(String tenant, String name, String userName) {
        String id = UuidV7.next().toString();
        Outside.execute(
                "insert into member_copy (tenant_id, id, name, user_name) values (?, ?::uuid, ?, ?)",
                tenant,
                id,
                name,
                userName);
        return id;
    }

    /** An account that a member looks after. */
    public static String accountOf(String tenant, String name, String csm) {
        String id = account(tenant, name);
        Outside.execute(
                "update account_copy set csm_id = ?::uuid where tenant_id = ? and id = ?::uuid", csm, tenant, id);
        return id;
    }

    public static String product(String tenant) {
        String id = UuidV7.next().toString();
        Outside.execute(
                "insert into product_copy (tenant_id, id, code, name, is_active) values (?, ?::uuid, ?, 'CRM Pro', true)",
                tenant,
                id,
                "P-" + id);
        return id;
    }

    public static String contract(String tenant, String account, LocalDate from) {
        String id = UuidV7.next().toString();
        Outside.execute(
                "insert into contract_copy (tenant_id, id, account_id, term_starts_on, is_auto_renewing) values (?, ?::uuid, ?::uuid, ?, true)",
                tenant,
                id,
                account,
                from);
        return id;
    }

    public static String line(String tenant, String contract, String product) {
        String id = UuidV7.next().toString();
        Outside.execute(
                "insert into contract_line_copy (tenant_id, contract_id, line_id, starts_on, product_id, quantity, unit_price, currency, discount, billing_period_months, is_recurring, mrr_e4) values (?, ?::uuid, ?::uuid, '2026-01-01', ?::uuid, 10, 100, 'BRL', 0, 1, true, 10000000)",
                tenant,
                contract,
                id,
                product);
        return id;
    }

    /** A sandbox's own today. */
    public static void businessDate(String tenant, LocalDate day) {
        Outside.execute(
                "insert into setting_copy (tenant_id, id, time_zone, business_date, reporting_currency) values (?, ?, 'America/Sao_Paulo', ?, 'BRL') on conflict (tenant_id) do update set business_date = excluded.business_date",
                tenant,
                UUID.randomUUID(),
                day);
    }
}
