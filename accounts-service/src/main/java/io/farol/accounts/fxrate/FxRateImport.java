package io.farol.accounts.fxrate;

import io.farol.runtime.imports.ImportChunk;
import io.farol.runtime.imports.ImportColumn;
import io.farol.runtime.imports.ImportDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Import of exchange rates by currency and day. */
@ApplicationScoped
class FxRateImport implements ImportDefinition {

    @Override
    public String thing() {
        return "fx-rates";
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.currency("currency").required().alias("Moeda"),
                ImportColumn.date("ratedOn").required().alias("Data", "Date"),
                ImportColumn.decimal("rate", 10)
                        .required()
                        .between("0.0000000001", "999999999")
                        .alias("Taxa", "Cotação"));
    }

    @Override
    public List<String> key() {
        return List.of("currency", "ratedOn");
    }

    @Override
    public void check(ImportChunk chunk) {
        chunk.faults("""
                select s.line, 'currency', 'RATE_OF_REPORTING_CURRENCY', s.currency from staged s
                 where s.currency = (select coalesce(max(t.reporting_currency), 'BRL') from tenant_setting t where t.tenant_id = :tenant)""");
    }

    @Override
    public long merge(ImportChunk chunk) {
        chunk.execute("create temp table if not exists changed_rate (id uuid, version bigint) on commit drop");
        chunk.execute("truncate changed_rate");
        chunk.execute("""
                with merged as (
                    insert into fx_rate as r (tenant_id, id, currency, rated_on, rate, created_at, updated_at)
                    select :tenant, uuidv7(), s.currency, s.rated_on, s.rate, :now, :now from staged s order by s.currency, s.rated_on
                    on conflict (tenant_id, currency, rated_on) do update set rate = excluded.rate, version = r.version + 1, updated_at = :now
                     where r.rate <> excluded.rate
                    returning r.id, r.version)
                insert into changed_rate select id, version from merged""");
        return chunk.execute("""
                insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                select :tenant, 'FX_RATE', c.id, c.version, case when c.version = 1 then 'CREATED' else 'CHANGED' end, :now, fx_rate_payload(:tenant, c.id)
                  from changed_rate c order by c.id""");
    }
}
