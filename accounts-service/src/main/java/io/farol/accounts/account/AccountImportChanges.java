package io.farol.accounts.account;

import io.farol.runtime.imports.ImportChunk;

/** The part of the accounts' import that meets accounts which are there, among them those that the same chunk made a moment ago: only what differs is written, and changed groups get their dates. */
final class AccountImportChanges {
    private static final String WANTED = """
            select a.id, s.name,
                   case when :has_tax_id then s.tax_id else a.tax_id end as tax_id,
                   case when :has_sector then s.sector else a.sector end as sector,
                   case when :has_region then s.region else a.region end as region,
                   case when :has_country then s.country else a.country end as country,
                   case when :has_channel then s.channel else a.channel end as channel,
                   case when :has_seller_name then s.seller_name else a.seller_name end as seller_name,
                   case when :has_parent_external_id then (select p.id from account p where p.tenant_id = :tenant and p.external_id = s.parent_external_id)
                        else a.parent_account_id end as parent_account_id,
                   case when :has_employees then cast(s.employees as int) else a.employees end as employees,
                   case when :has_area_employees then cast(s.area_employees as int) else a.area_employees end as area_employees,
                   case when :has_annual_revenue_e4 then s.annual_revenue_e4 else a.annual_revenue_e4 end as annual_revenue_e4,
                   case when :has_annual_revenue_e4 then cast(s.currency as char(3)) else a.currency end as currency,
                   case when :has_customer_since then s.customer_since else a.customer_since end as customer_since,
                   case when :has_activated_on then s.activated_on else a.activated_on end as activated_on,
                   case when not :has_tags then a.tags when s.tags is null then '{}' else string_to_array(s.tags, '|') end as tags,
                   s.extras
              from staged s join account a on a.tenant_id = :tenant and a.external_id = s.external_id
             order by a.id for update of a""";

    private AccountImportChanges() {}

    /** Changes the accounts that differ from their rows; how many. */
    static long merge(ImportChunk chunk, String today) {
        chunk.execute("drop table if exists wanted_account");
        chunk.execute("drop table if exists changed_value");
        chunk.execute("create temp table wanted_account on commit drop as " + WANTED);
        chunk.execute("""
                create temp table changed_value on commit drop as
                select w.id, 'attr.' || e.key as dimension, e.key, v.value as old_value,
                       case when d.type = 'NUMBER' then trim_scale(cast(e.value as numeric))::text else btrim(e.value) end as new_value
                  from wanted_account w cross join lateral jsonb_each_text(w.extras) e
                  join attribute_definition d on d.tenant_id = :tenant and d.key = e.key
                  left join account_attribute v on v.tenant_id = :tenant and v.account_id = w.id and v.key = e.key
                 where w.extras is not null and btrim(e.value) <> ''""");
        chunk.execute("delete from changed_value where old_value is not distinct from new_value");
        chunk.execute("""
                delete from wanted_account w using account a
                 where a.tenant_id = :tenant and a.id = w.id and not exists (select 1 from changed_value c where c.id = w.id)
                   and (a.name, a.tax_id, a.sector, a.region, a.country, a.channel, a.seller_name, a.parent_account_id, a.employees, a.area_employees, a.annual_revenue_e4,
                        a.currency, a.customer_since, a.activated_on, a.tags)
                       is not distinct from
                       (w.name, w.tax_id, w.sector, w.region, w.country, w.channel, w.seller_name, w.parent_account_id, w.employees, w.area_employees, w.annual_revenue_e4,
                        w.currency, w.customer_since, w.activated_on, w.tags)""");
        writeHistory(chunk, today);
        return write(chunk);
    }

    private static void writeHistory(ImportChunk chunk, String today) {
        chunk.execute("""
                insert into changed_value (id, dimension, old_value, new_value)
                select w.id, g.dimension, g.old_value, g.new_value
                  from wanted_account w join account a on a.tenant_id = :tenant and a.id = w.id
                 cross join lateral (values ('sector', a.sector, w.sector), ('region', a.region, w.region), ('country', a.country, w.country),
                                            ('channel', a.channel, w.channel), ('seller', a.seller_name, w.seller_name)) g (dimension, old_value, new_value)
                 where g.old_value is distinct from g.new_value""");
        chunk.execute("""
                insert into account_group_value (tenant_id, account_id, dimension, from_on, value)
                select :tenant, c.id, c.dimension, '-infinity', c.old_value from changed_value c
                 where c.old_value is not null
                   and not exists (select 1 from account_group_value h where h.tenant_id = :tenant and h.account_id = c.id and h.dimension = c.dimension)""");
        chunk.execute(
                "delete from account_group_value h using changed_value c where h.tenant_id = :tenant and h.account_id = c.id and h.dimension = c.dimension and h.from_on >= "
                        + today);
        chunk.execute(
                "insert into account_group_value (tenant_id, account_id, dimension, from_on, value) select :tenant, c.id, c.dimension, "
                        + today
                        + """
                  , c.new_value from changed_value c
                 where exists (select 1 from account_group_value h where h.tenant_id = :tenant and h.account_id = c.id and h.dimension = c.dimension)""");
    }

    private static long write(ImportChunk chunk) {
        chunk.execute("""
                insert into account_attribute (tenant_id, account_id, key, value)
                select :tenant, c.id, c.key, c.new_value from changed_value c where c.key is not null
                on conflict (tenant_id, account_id, key) do update set value = excluded.value""");
        long changed = chunk.execute("""
                update account a
                   set name = w.name, tax_id = w.tax_id, sector = w.sector, region = w.region, country = w.country, channel = w.channel, seller_name = w.seller_name,
                       parent_account_id = w.parent_account_id, employees = w.employees, area_employees = w.area_employees, annual_revenue_e4 = w.annual_revenue_e4,
                       currency = w.currency, customer_since = w.customer_since, activated_on = w.activated_on, tags = w.tags, version = a.version + 1, updated_at = :now
                  from wanted_account w where a.tenant_id = :tenant and a.id = w.id""");
        chunk.execute("""
                insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                select :tenant, 'ACCOUNT', p.id, p.version, 'CHANGED', :now, p.payload
                  from account_payloads(:tenant, array(select id from wanted_account order by id)) p""");
        return changed;
    }
}
