package io.farol.accounts.product;

import io.farol.runtime.error.PlatformError;
import io.farol.runtime.imports.ImportChunk;
import io.farol.runtime.imports.ImportColumn;
import io.farol.runtime.imports.ImportDefinition;
import io.farol.runtime.imports.ImportRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Import of products by their code. */
@ApplicationScoped
class ProductImport implements ImportDefinition {

    @Override
    public String thing() {
        return "products";
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.text("code").required().upTo(100).makes("product").alias("Código", "Product Code"),
                ImportColumn.text("name").required().upTo(200).alias("Nome", "Product Name"),
                ImportColumn.code("kind", ProductKind.class)
                        .meaning("PLAN", "Plano")
                        .meaning("ADD_ON", "Adicional")
                        .meaning("SERVICE", "Serviço")
                        .meaning("SUPPORT", "Suporte")
                        .alias("Tipo"),
                ImportColumn.text("solutionArea").upTo(100).alias("Área de solução", "Product Family"),
                ImportColumn.money("listPrice").atLeast("0").alias("Preço de tabela", "List Price"),
                ImportColumn.currency("currency").alias("Moeda"),
                ImportColumn.text("unit").upTo(60).alias("Unidade"),
                ImportColumn.ratio("embeddedTaxRate").between("0", "0.999999").alias("Impostos embutidos"),
                ImportColumn.bool("isActive").alias("Ativo", "Active"));
    }

    @Override
    public List<String> key() {
        return List.of("code");
    }

    @Override
    public void check(ImportRow row) {
        if ((row.number("listPrice") == null) != (row.text("currency") == null)) {
            row.fault("currency", PlatformError.REQUIRED);
        }
    }

    @Override
    public long merge(ImportChunk chunk) {
        chunk.execute("create temp table if not exists changed_product (id uuid, version bigint) on commit drop");
        chunk.execute("truncate changed_product");
        chunk.execute("""
                with merged as (
                    insert into product as p (tenant_id, id, code, name, kind, solution_area, list_price_e4, currency, unit, embedded_tax_rate_e6, is_active, created_at, updated_at)
                    select :tenant, uuidv7(), s.code, s.name, coalesce(s.kind, 'PLAN'), s.solution_area, s.list_price_e4, s.currency, s.unit,
                           cast(s.embedded_tax_rate * 1000000 as int), coalesce(s.is_active, true), :now, :now
                      from staged s order by s.code
                    on conflict (tenant_id, code) do update
                       set name = excluded.name, version = p.version + 1, updated_at = :now,
                           kind = case when :has_kind then excluded.kind else p.kind end,
                           solution_area = case when :has_solution_area then excluded.solution_area else p.solution_area end,
                           list_price_e4 = case when :has_list_price_e4 then excluded.list_price_e4 else p.list_price_e4 end,
                           currency = case when :has_list_price_e4 then excluded.currency else p.currency end,
                           unit = case when :has_unit then excluded.unit else p.unit end,
                           embedded_tax_rate_e6 = case when :has_embedded_tax_rate then excluded.embedded_tax_rate_e6 else p.embedded_tax_rate_e6 end,
                           is_active = case when :has_is_active then excluded.is_active else p.is_active end
                     where (p.name, p.kind, p.solution_area, p.list_price_e4, p.currency, p.unit, p.embedded_tax_rate_e6, p.is_active) is distinct from
                           (excluded.name, case when :has_kind then excluded.kind else p.kind end,
                            case when :has_solution_area then excluded.solution_area else p.solution_area end,
                            case when :has_list_price_e4 then excluded.list_price_e4 else p.list_price_e4 end,
                            case when :has_list_price_e4 then excluded.currency else p.currency end,
                            case when :has_unit then excluded.unit else p.unit end,
                            case when :has_embedded_tax_rate then excluded.embedded_tax_rate_e6 else p.embedded_tax_rate_e6 end, case when :has_is_active then excluded.is_active else p.is_active end)
                    returning p.id, p.version)
                insert into changed_product select id, version from merged""");
        return chunk.execute("""
                insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                select :tenant, 'PRODUCT', c.id, c.version, case when c.version = 1 then 'CREATED' else 'CHANGED' end, :now, product_payload(:tenant, c.id)
                  from changed_product c order by c.id""");
    }
}
