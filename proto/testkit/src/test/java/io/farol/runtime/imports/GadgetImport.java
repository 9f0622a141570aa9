package io.farol.runtime.imports;

import io.farol.runtime.error.PlatformError;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** The import of the tests' sample thing. */
@ApplicationScoped
public class GadgetImport implements ImportDefinition {
    /** Called with the number of merges begun, before each; a test may throw from it. */
    static volatile LongConsumer beforeMerge = merges -> {};

    /** Begin of external ids that it takes for known, whoever has them: as an import would that looks beyond its tenant. */
    public static volatile String leak = "";

    static final AtomicLong MERGES = new AtomicLong();

    @Override
    public String thing() {
        return "gadgets";
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.text("externalId")
                        .required()
                        .upTo(40)
                        .makes("gadget")
                        .alias("Código", "Gadget ID"),
                ImportColumn.text("name").required().upTo(60).alias("Nome"),
                ImportColumn.money("unitPrice").atLeast("0").alias("Preço unitário"),
                ImportColumn.decimal("quantity", 3).alias("Quantidade"),
                ImportColumn.date("startsOn").alias("Início"),
                ImportColumn.date("endsOn").alias("Fim"),
                ImportColumn.code("kind", List.of("PLAN", "ADD_ON"))
                        .meaning("PLAN", "Plano")
                        .alias("Tipo"),
                ImportColumn.text("parentExternalId").names("gadget").alias("Superior"));
    }

    @Override
    public List<String> key() {
        return List.of("externalId");
    }

    @Override
    public String extraPrefix() {
        return "attr.";
    }

    @Override
    public List<String> options() {
        return List.of("createParents");
    }

    @Override
    public Map<String, String> working() {
        return Map.of("has_parent", "boolean");
    }

    @Override
    public void check(ImportRow row) {
        LocalDate startsOn = row.date("startsOn");
        LocalDate endsOn = row.date("endsOn");
        if (startsOn != null && endsOn != null && !endsOn.isAfter(startsOn)) {
            row.fault("endsOn", PlatformError.ENDS_BEFORE_START);
        }
    }

    @Override
    public void resolve(ImportChunk chunk) {
        chunk.execute("""
                update staged s set has_parent = exists (select from gadget g where g.external_id = s.parent_external_id)
                    or exists (select from $file f where f.external_id = s.parent_external_id)
                where s.parent_external_id is not null""");
        if (!leak.isEmpty()) {
            chunk.execute("update staged set has_parent = true where parent_external_id like '" + leak + "%'");
        }
    }

    @Override
    public void check(ImportChunk chunk) {
        chunk.faults("""
                select line, 'parentExternalId', 'UNKNOWN_REFERENCE', parent_external_id from staged where not has_parent and not :createParents""");
    }

    @Override
    public long merge(ImportChunk chunk) {
        beforeMerge.accept(MERGES.incrementAndGet());
        chunk.execute("create temp table if not exists changed (id uuid, version bigint) on commit drop");
        chunk.execute("truncate changed");
        chunk.execute("""
                with merged as (
                    insert into gadget as g (tenant_id, external_id, name, price_e4, quantity, starts_on, ends_on, kind, parent, attributes)
                    select :tenant, external_id, name, unit_price_e4, quantity, starts_on, ends_on, kind, parent_external_id, coalesce(extras, '{}')
                    from staged order by external_id
                    on conflict (tenant_id, external_id) do update
                       set name = excluded.name, version = g.version + 1,
                           price_e4 = case when :has_unit_price_e4 then excluded.price_e4 else g.price_e4 end,
                           quantity = case when :has_quantity then excluded.quantity else g.quantity end
                     where (g.name, g.price_e4, g.quantity) is distinct from
                           (excluded.name, case when :has_unit_price_e4 then excluded.price_e4 else g.price_e4 end,
                            case when :has_quantity then excluded.quantity else g.quantity end)
                    returning g.id, g.version)
                insert into changed select id, version from merged""");
        return chunk.execute("""
                insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                select :tenant, 'GADGET', c.id, c.version, 'IMPORTED', :now, jsonb_build_object('name', g.name)
                from changed c join gadget g on g.id = c.id order by c.id""");
    }
}
