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
                   case when :has_csm_external_id then (select m.id from member m where m.tenant_id = :tenant and m.external_id = s.csm_external_id) else a.csm_id end as csm_id,
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
        AccountChanges.dropUnchanged(chunk::execute);
        return AccountChanges.write(chunk::execute, today);
    }
}
