package io.farol.accounts.contract;

import io.farol.runtime.imports.ImportChunk;

/** Writes a chunk of checked contract lines: products and contracts that are missing, new lines, amendments of changed ones, their terms, and one event per contract. */
final class ContractLineMerge {
    private static final String WORK = """
            create temp table line_work on commit drop as
            select s.*, coalesce(l.id, uuidv7()) as line_id, l.id is null as is_new, c.id as contract_id, c.id is null as is_new_contract, a.id as account_id, p.id as product_id,
                   uuidv7() as amendment_id, %s as row_hash, cast(s.quantity * 10000 as bigint) as quantity_e4, cast(coalesce(s.discount, 0) * 1000000 as int) as discount_e6
              from staged s
              join account a on a.tenant_id = :tenant and a.external_id = s.account_external_id
              left join product p on p.tenant_id = :tenant and p.code = s.product_code
              left join contract c on c.tenant_id = :tenant and c.external_id = s.contract_external_id
              left join contract_line l on l.tenant_id = :tenant and l.external_id = s.line_external_id
             where l.id is null
                or l.imported_hash is distinct from %s""".formatted(ContractLineImport.HASH, ContractLineImport.HASH);

    private ContractLineMerge() {}

    /** @return lines that were added or amended */
    static long merge(ImportChunk chunk) {
        chunk.execute("drop table if exists line_work");
        chunk.execute("drop table if exists made_product");
        chunk.execute("drop table if exists written_contract");
        chunk.count("""
                select count(c.id) from (select c.id from contract c where c.tenant_id = :tenant
                   and c.external_id in (select contract_external_id from staged) order by c.id for update) c""");
        chunk.execute(WORK);
        long changed = chunk.count("select count(*) from line_work");
        if (changed == 0) {
            return 0;
        }
        makeProducts(chunk);
        makeContracts(chunk);
        addLines(chunk);
        amendLines(chunk);
        chunk.execute("""
                delete from contract_line_term t using line_work w where not w.is_new and t.tenant_id = :tenant and t.line_id = w.line_id""");
        chunk.execute("""
                insert into contract_line_term (tenant_id, line_id, starts_on, ends_on, account_id, contract_id, quantity_e4, unit_price_e4, currency, discount_e6,
                                                billing_period_months, is_recurring, change_kind, amendment_id)
                select :tenant, f.* from contract_line_terms_folded(:tenant, array(select line_id from line_work)) f""");
        spanTerms(chunk);
        chunk.execute("""
                insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                select :tenant, 'CONTRACT', p.id, p.version, case when w.is_new then 'CREATED' else 'AMENDED' end, :now, p.payload
                  from contract_payloads(:tenant, array(select id from written_contract order by id)) p join written_contract w on w.id = p.id""");
        return changed;
    }

    private static void makeProducts(ImportChunk chunk) {
        chunk.execute("create temp table made_product (id uuid, code text collate \"C\") on commit drop");
        chunk.execute("""
                with made as (
                    insert into product (tenant_id, id, code, name, kind, created_at, updated_at)
                    select :tenant, uuidv7(), w.product_code, w.product_code, 'PLAN', :now, :now from (select distinct product_code from line_work where product_id is null) w
                    on conflict (tenant_id, code) do nothing returning id, code)
                insert into made_product select id, code from made""");
        chunk.execute("""
                insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                select :tenant, 'PRODUCT', id, 1, 'CREATED', :now, product_payload(:tenant, id) from made_product order by id""");
        chunk.execute("""
                update line_work w set product_id = p.id from product p where w.product_id is null and p.tenant_id = :tenant and p.code = w.product_code""");
    }

    private static void makeContracts(ImportChunk chunk) {
        chunk.execute("""
                insert into contract (tenant_id, id, external_id, account_id, signed_on, term_starts_on, is_signed_auto_renewing, is_auto_renewing, is_term_from_lines, created_at, updated_at)
                select :tenant, uuidv7(), w.contract_external_id, (array_agg(w.account_id))[1], min(w.starts_on), min(w.starts_on), coalesce(bool_or(w.auto_renew), false),
                       coalesce(bool_or(w.auto_renew), false), true, :now, :now
                  from line_work w where w.is_new_contract group by w.contract_external_id""");
        chunk.execute("""
                update line_work w set contract_id = c.id from contract c
                 where w.is_new_contract and c.tenant_id = :tenant and c.external_id = w.contract_external_id""");
        chunk.execute("""
                create temp table written_contract on commit drop as
                select contract_id as id, bool_or(is_new_contract) as is_new, bool_or(auto_renew) as auto_renew from line_work group by contract_id""");
        chunk.execute("""
                update contract c
                   set version = c.version + 1, updated_at = :now,
                       is_signed_auto_renewing = case when c.is_term_from_lines then coalesce(w.auto_renew, c.is_signed_auto_renewing) else c.is_signed_auto_renewing end,
                       is_auto_renewing = case when c.is_term_from_lines then coalesce(w.auto_renew, c.is_auto_renewing) else c.is_auto_renewing end
                  from written_contract w where not w.is_new and c.tenant_id = :tenant and c.id = w.id""");
    }

    private static void addLines(ImportChunk chunk) {
        chunk.execute("""
                insert into contract_line (tenant_id, id, contract_id, external_id, product_id, starts_on, ends_on, quantity_e4, unit_price_e4, currency, discount_e6,
                                           billing_period_months, is_recurring, change_kind, churn_reason, imported_hash, created_at)
                select :tenant, w.line_id, w.contract_id, w.line_external_id, w.product_id, w.starts_on, w.ends_on, w.quantity_e4, w.unit_price_e4, w.currency, w.discount_e6,
                       cast(w.billing_period_months as int), coalesce(w.recurring, true), w.change_kind, w.churn_reason, w.row_hash, :now
                  from line_work w where w.is_new""");
    }

    private static void amendLines(ImportChunk chunk) {
        chunk.execute("""
                insert into contract_amendment (tenant_id, id, contract_id, contract_version, origin, kind, change_kind, effective_on, line_id, quantity_e4, unit_price_e4, currency,
                                                discount_e6, billing_period_months, is_recurring, sets_end, ends_on, churn_reason, recorded_at)
                select :tenant, w.amendment_id, w.contract_id, c.version, 'IMPORT', 'CHANGE_LINE', coalesce(w.change_kind, 'OTHER'), w.starts_on, w.line_id, w.quantity_e4,
                       w.unit_price_e4, w.currency, w.discount_e6, cast(w.billing_period_months as int), coalesce(w.recurring, true), true, w.ends_on, w.churn_reason, :now
                  from line_work w join contract c on c.tenant_id = :tenant and c.id = w.contract_id where not w.is_new""");
        chunk.execute("""
                update contract_amendment m set reversed_by_id = w.amendment_id
                  from line_work w
                 where not w.is_new and m.tenant_id = :tenant and m.line_id = w.line_id and m.origin = 'IMPORT' and m.reversed_by_id is null
                   and m.effective_on >= w.starts_on and m.id <> w.amendment_id""");
        chunk.execute("""
                update contract_line l set imported_hash = w.row_hash, churn_reason = w.churn_reason
                  from line_work w where not w.is_new and l.tenant_id = :tenant and l.id = w.line_id""");
    }

    private static void spanTerms(ImportChunk chunk) {
        chunk.execute("""
                update contract c set term_starts_on = t.first_on, term_ends_on = t.last_on
                  from (select t.contract_id, min(t.starts_on) as first_on, case when bool_or(t.ends_on is null) then null else max(t.ends_on) end as last_on
                          from contract_line_term t join written_contract w on w.id = t.contract_id where t.tenant_id = :tenant group by t.contract_id) t
                 where c.tenant_id = :tenant and c.id = t.contract_id and c.is_term_from_lines""");
    }
}
