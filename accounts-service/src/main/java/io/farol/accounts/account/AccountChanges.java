package io.farol.accounts.account;

import java.util.function.ToLongFunction;

/**
 * Writes many changed accounts at once, from two temporary tables: {@code wanted_account} holds each account as it shall be, {@code changed_value} its attributes that differ ({@code new_value} null
 * = cleared). The statements use the binds {@code :tenant} and {@code :now}. Each changed account gets one version, one event and the dates of its groups; what does not differ is left alone.
 */
final class AccountChanges {
    private AccountChanges() {}

    /** Takes the accounts out that are as they shall be. */
    static void dropUnchanged(ToLongFunction<String> sql) {
        sql.applyAsLong("delete from changed_value where old_value is not distinct from new_value");
        sql.applyAsLong("""
                delete from wanted_account w using account a
                 where a.tenant_id = :tenant and a.id = w.id and not exists (select 1 from changed_value c where c.id = w.id)
                   and (a.name, a.tax_id, a.sector, a.region, a.country, a.channel, a.seller_name, a.csm_id, a.parent_account_id, a.employees, a.area_employees, a.annual_revenue_e4,
                        a.currency, a.customer_since, a.activated_on, a.tags)
                       is not distinct from
                       (w.name, w.tax_id, w.sector, w.region, w.country, w.channel, w.seller_name, w.csm_id, w.parent_account_id, w.employees, w.area_employees, w.annual_revenue_e4,
                        w.currency, w.customer_since, w.activated_on, w.tags)""");
    }

    /** Writes what is left; how many accounts. @param today SQL of the day from which changed groups hold */
    static long write(ToLongFunction<String> sql, String today) {
        writeHistory(sql, today);
        return writeAccounts(sql);
    }

    private static void writeHistory(ToLongFunction<String> sql, String today) {
        sql.applyAsLong("""
                insert into changed_value (id, dimension, old_value, new_value)
                select w.id, g.dimension, g.old_value, g.new_value
                  from wanted_account w join account a on a.tenant_id = :tenant and a.id = w.id
                 cross join lateral (values ('sector', a.sector, w.sector), ('region', a.region, w.region), ('country', a.country, w.country),
                                            ('channel', a.channel, w.channel), ('seller', a.seller_name, w.seller_name),
                                            ('csm', cast(a.csm_id as text), cast(w.csm_id as text))) g (dimension, old_value, new_value)
                 where g.old_value is distinct from g.new_value""");
        sql.applyAsLong("""
                insert into account_group_value (tenant_id, account_id, dimension, from_on, value)
                select :tenant, c.id, c.dimension, '-infinity', c.old_value from changed_value c
                 where c.old_value is not null
                   and not exists (select 1 from account_group_value h where h.tenant_id = :tenant and h.account_id = c.id and h.dimension = c.dimension)""");
        sql.applyAsLong(
                "delete from account_group_value h using changed_value c where h.tenant_id = :tenant and h.account_id = c.id and h.dimension = c.dimension and h.from_on >= "
                        + today);
        sql.applyAsLong(
                "insert into account_group_value (tenant_id, account_id, dimension, from_on, value) select :tenant, c.id, c.dimension, "
                        + today
                        + """
                  , c.new_value from changed_value c
                 where exists (select 1 from account_group_value h where h.tenant_id = :tenant and h.account_id = c.id and h.dimension = c.dimension)""");
    }

    private static long writeAccounts(ToLongFunction<String> sql) {
        sql.applyAsLong("""
                insert into account_attribute (tenant_id, account_id, key, value)
                select :tenant, c.id, c.key, c.new_value from changed_value c where c.key is not null and c.new_value is not null
                on conflict (tenant_id, account_id, key) do update set value = excluded.value""");
        sql.applyAsLong("""
                delete from account_attribute v using changed_value c
                 where v.tenant_id = :tenant and v.account_id = c.id and v.key = c.key and c.new_value is null""");
        long changed = sql.applyAsLong("""
                update account a
                   set name = w.name, tax_id = w.tax_id, sector = w.sector, region = w.region, country = w.country, channel = w.channel, seller_name = w.seller_name, csm_id = w.csm_id,
                       parent_account_id = w.parent_account_id, employees = w.employees, area_employees = w.area_employees, annual_revenue_e4 = w.annual_revenue_e4,
                       currency = w.currency, customer_since = w.customer_since, activated_on = w.activated_on, tags = w.tags, version = a.version + 1, updated_at = :now
                  from wanted_account w where a.tenant_id = :tenant and a.id = w.id""");
        sql.applyAsLong("""
                insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                select :tenant, 'ACCOUNT', p.id, p.version, 'CHANGED', :now, p.payload
                  from account_payloads(:tenant, array(select id from wanted_account order by id)) p""");
        return changed;
    }
}
