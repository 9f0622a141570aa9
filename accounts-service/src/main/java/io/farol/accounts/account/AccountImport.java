package io.farol.accounts.account;

import io.farol.runtime.imports.ImportChunk;
import io.farol.runtime.imports.ImportColumn;
import io.farol.runtime.imports.ImportDefinition;
import io.farol.runtime.imports.ImportRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Import of accounts by their external id. The headers of the usual CRMs' exports (Salesforce, HubSpot, Pipedrive) are understood as they are; an annual revenue without a currency is in the reporting one. New ones are written with their events in one statement; changed ones keep the dated history of their groups. A parent must be there before.
 */
@ApplicationScoped
class AccountImport implements ImportDefinition {
    /** Before a tax id that is none, where only the account's country, or the tenant's, tells whether that matters. */
    private static final String DOUBTFUL = "?";

    private static final String TODAY = """
            (select coalesce(max(s.business_date), cast(cast(:now as timestamptz) at time zone coalesce(max(s.time_zone), 'America/Sao_Paulo') as date)) from tenant_setting s where s.tenant_id = :tenant)""";

    @Override
    public String thing() {
        return "accounts";
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.text("externalId")
                        .required()
                        .upTo(200)
                        .makes("account")
                        .alias("Código", "Account ID", "Id", "Record ID", "Organization - ID"),
                ImportColumn.text("name")
                        .required()
                        .upTo(200)
                        .alias("Nome", "Account Name", "Razão social", "Company name", "Organization - Name"),
                ImportColumn.text("taxId").upTo(40).alias("CNPJ", "CPF/CNPJ", "CPF"),
                ImportColumn.text("sector").upTo(100).alias("Setor", "Industry", "Segmento", "Organization - Industry"),
                ImportColumn.text("region")
                        .upTo(100)
                        .alias("Região", "UF", "Billing State", "Billing State/Province", "State/Region", "Estado"),
                ImportColumn.country("country").alias("País", "Billing Country", "Country/Region", "País/Região"),
                ImportColumn.text("channel")
                        .upTo(100)
                        .alias("Canal", "Lead Source", "Origem", "Account Source", "Original Traffic Source"),
                ImportColumn.text("sellerName")
                        .upTo(100)
                        .alias("Vendedor", "Seller", "Account Owner", "Company owner", "Organization - Owner"),
                ImportColumn.text("csmExternalId").upTo(200).names("member").alias("Código do CSM", "CSM ID"),
                ImportColumn.text("parentExternalId")
                        .upTo(200)
                        .names("account")
                        .alias("Conta superior", "Parent Account ID", "Parent ID"),
                ImportColumn.integer("employees")
                        .between("0", "2147483647")
                        .alias("Funcionários", "Number of Employees", "Organization - Number of employees"),
                ImportColumn.integer("areaEmployees").between("0", "2147483647").alias("Funcionários da área"),
                ImportColumn.money("annualRevenue")
                        .atLeast("0")
                        .alias("Faturamento anual", "Receita anual", "Organization - Annual revenue"),
                ImportColumn.currency("currency")
                        .alias("Moeda", "Account Currency", "Currency ISO Code", "Annual Revenue Currency"),
                ImportColumn.date("customerSince").alias("Cliente desde"),
                ImportColumn.date("activatedOn").alias("Ativado em"),
                ImportColumn.text("tags").upTo(1000).alias("Etiquetas", "Organization - Label"));
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
    public void check(ImportRow row) {
        @Nullable String country = row.text("country");
        if (row.number("annualRevenue") == null) {
            row.replace("currency", null); // of nothing: CRMs name a currency in every row
        }
        @Nullable String tags = row.text("tags");
        if (tags != null) {
            row.replace("tags", canonicalTags(tags));
        }
        @Nullable String taxId = row.text("taxId");
        if (taxId != null && (country == null || country.equals("BR"))) {
            Optional<String> bare = TaxIdFormula.normalised(taxId);
            if (bare.isPresent()) {
                row.replace("taxId", bare.get());
            } else if (country != null) {
                row.fault("taxId", AccountError.TAX_ID_INVALID);
            } else {
                row.replace("taxId", DOUBTFUL + taxId);
            }
        }
    }

    /** Tags as files write them, parted by | or ; or comma: trimmed, each once, in order, parted by |. */
    private static @Nullable String canonicalTags(String written) {
        String tags = Stream.of(written.split("[|;,]"))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining("|"));
        return tags.isEmpty() ? null : tags;
    }

    @Override
    public void resolve(ImportChunk chunk) {
        chunk.execute("""
                update staged set currency = coalesce((select reporting_currency from tenant_setting where tenant_id = :tenant), 'BRL')
                 where annual_revenue_e4 is not null and currency is null""");
        chunk.execute("""
                update staged s set tax_id = substr(tax_id, 2)
                 where tax_id like '?%'
                   and coalesce(case when not :has_country then (select a.country from account a where a.tenant_id = :tenant and a.external_id = s.external_id) end,
                                (select t.country from tenant_setting t where t.tenant_id = :tenant), 'BR') <> 'BR'""");
    }

    @Override
    public void check(ImportChunk chunk) {
        chunk.faults("select line, 'taxId', 'TAX_ID_INVALID', substr(tax_id, 2) from staged where tax_id like '?%'");
        chunk.faults("""
                select s.line, 'parentExternalId', 'UNKNOWN_REFERENCE', s.parent_external_id from staged s
                 where s.parent_external_id is not null
                   and not exists (select 1 from account a where a.tenant_id = :tenant and a.external_id = s.parent_external_id and a.archived_at is null)""");
        checkCsms(chunk);
        chunk.faults("""
                select s.line, 'externalId', 'ACCOUNT_ARCHIVED', s.external_id from staged s
                  join account a on a.tenant_id = :tenant and a.external_id = s.external_id where a.archived_at is not null""");
        chunk.faults("""
                select s.line, 'parentExternalId', 'PARENT_CYCLE', s.parent_external_id from staged s where s.parent_external_id = s.external_id""");
        chunk.faults("""
                select s.line, 'attr.' || e.key, case when d.key is null then 'UNKNOWN_FIELD' else 'WRONG_TYPE' end, e.value
                  from staged s cross join lateral jsonb_each_text(s.extras) e
                  left join attribute_definition d on d.tenant_id = :tenant and d.key = e.key
                 where s.extras is not null
                   and (d.key is null or length(e.value) > 200
                        or not case d.type when 'NUMBER' then e.value ~ '^-?[0-9]{1,18}([.][0-9]{1,12})?$' when 'BOOLEAN' then e.value in ('true', 'false')
                                           when 'DATE' then e.value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' and pg_input_is_valid(e.value, 'date')
                                           when 'CHOICE' then e.value = any(d.choices) else true end)""");
        AccountImportParents.refuseCycles(chunk);
    }

    /** The members who are named stay what they are until the end of the transaction. */
    private static void checkCsms(ImportChunk chunk) {
        chunk.count("""
                select count(*) from (
                    select 1 from member m where :has_csm_external_id and m.tenant_id = :tenant and m.external_id in (select csm_external_id from staged)
                     order by m.id for share) named""");
        chunk.faults("""
                select s.line, 'csmExternalId', case when m.id is null then 'UNKNOWN_REFERENCE' else 'MEMBER_NOT_CSM' end, s.csm_external_id from staged s
                  left join member m on m.tenant_id = :tenant and m.external_id = s.csm_external_id and m.archived_at is null
                 where :has_csm_external_id and s.csm_external_id is not null and (m.id is null or not 'CSM' = any(m.roles))""");
    }

    @Override
    public long merge(ImportChunk chunk) {
        boolean hasExtras = chunk.count(
                        "select count(*) from (select 1 from staged where extras is not null and extras <> '{}' limit 1) x")
                > 0;
        long made = hasExtras ? insertWithAttributes(chunk) : insertPlain(chunk);
        // new ones first: a chunk of nothing but those, the usual case, then never looks through the tenant's accounts
        return made == chunk.count("select count(*) from staged")
                ? made
                : made + AccountImportChanges.merge(chunk, TODAY);
    }

    private static final String INSERT = """
            insert into account (tenant_id, id, name, external_id, tax_id, sector, region, country, channel, seller_name, csm_id, parent_account_id, employees, area_employees,
                                 annual_revenue_e4, currency, customer_since, activated_on, tags, created_at, updated_at)
            select :tenant, uuidv7(), s.name, s.external_id, s.tax_id, s.sector, s.region, s.country, s.channel, s.seller_name,
                   case when s.csm_external_id is not null then (select m.id from member m where m.tenant_id = :tenant and m.external_id = s.csm_external_id) end,
                   case when s.parent_external_id is not null then (select p.id from account p where p.tenant_id = :tenant and p.external_id = s.parent_external_id) end,
                   s.employees, s.area_employees, s.annual_revenue_e4, s.currency, s.customer_since, s.activated_on,
                   case when s.tags is null then '{}' else string_to_array(s.tags, '|') end, :now, :now
              from staged s
            on conflict (tenant_id, external_id) do nothing
            """;

    private static long insertPlain(ImportChunk chunk) {
        return chunk.execute("with made as (" + INSERT + " returning *) " + """
                insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                select :tenant, 'ACCOUNT', m.id, m.version, 'CREATED', :now, account_document(row(m.*)::account, '{}', account_first_groups(row(m.*)::account), '[]') from made m""");
    }

    private static long insertWithAttributes(ImportChunk chunk) {
        chunk.execute(
                "create temp table if not exists made_account (id uuid, external_id text collate \"C\") on commit drop");
        chunk.execute("truncate made_account");
        long made = chunk.execute("with made as (" + INSERT
                + " returning id, external_id) insert into made_account select id, external_id from made");
        chunk.execute("""
                insert into account_attribute (tenant_id, account_id, key, value)
                select :tenant, m.id, e.key, case d.type when 'NUMBER' then trim_scale(cast(e.value as numeric))::text else btrim(e.value) end
                  from made_account m join staged s on s.external_id = m.external_id cross join lateral jsonb_each_text(s.extras) e
                  join attribute_definition d on d.tenant_id = :tenant and d.key = e.key
                 where s.extras is not null and btrim(e.value) <> ''""");
        chunk.execute("""
                insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                select :tenant, 'ACCOUNT', p.id, p.version, 'CREATED', :now, p.payload from account_payloads(:tenant, array(select id from made_account)) p""");
        return made;
    }
}
