package io.farol.accounts.contract;

import io.farol.runtime.error.PlatformError;
import io.farol.runtime.imports.ImportChunk;
import io.farol.runtime.imports.ImportColumn;
import io.farol.runtime.imports.ImportDefinition;
import io.farol.runtime.imports.ImportRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Import of contract lines by their external id. A row says what a line is from its {@code startsOn} on: a new line is added to its contract, which is made when it is not there; a line that
 * differs from the row that brought it last is amended from that day on, and what earlier imports said for later days is taken back. The same row again changes nothing, whatever was amended
 * by hand meanwhile.
 */
@ApplicationScoped
class ContractLineImport implements ImportDefinition {
    private static final BigDecimal LARGEST_PRODUCT = new BigDecimal("100000000000000");

    /** What a row says, in one form: two rows with the same hash say the same. */
    static final String HASH = """
            decode(md5(concat_ws('|', s.contract_external_id, s.product_code, trim_scale(s.quantity), s.unit_price_e4, s.currency, s.billing_period_months,
                                 trim_scale(coalesce(s.discount, 0)), coalesce(s.recurring, true), s.starts_on, coalesce(cast(s.ends_on as text), 'open'),
                                 coalesce(cast(s.auto_renew as text), '-'), coalesce(s.change_kind, '-'), coalesce(s.churn_reason, '-'))), 'hex')""";

    @Override
    public String thing() {
        return "contract-lines";
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.text("lineExternalId")
                        .required()
                        .upTo(200)
                        .makes("contract-line")
                        .alias("Linha", "Subscription ID"),
                ImportColumn.text("contractExternalId")
                        .required()
                        .upTo(200)
                        .makes("contract")
                        .alias("Contrato", "Contract ID"),
                ImportColumn.text("accountExternalId")
                        .required()
                        .upTo(200)
                        .names("account")
                        .alias("Conta", "Account ID"),
                ImportColumn.text("productCode")
                        .required()
                        .upTo(100)
                        .names("product")
                        .alias("Produto", "Product Code"),
                ImportColumn.decimal("quantity", LineTerms.QUANTITY_SCALE)
                        .required()
                        .atLeast("0")
                        .alias("Quantidade"),
                ImportColumn.money("unitPrice").required().atLeast("0").alias("Preço unitário", "Unit Price"),
                ImportColumn.currency("currency").required().alias("Moeda"),
                ImportColumn.integer("billingPeriodMonths")
                        .required()
                        .between("1", "120")
                        .alias("Meses por cobrança"),
                ImportColumn.ratio("discount").alias("Desconto"),
                ImportColumn.bool("recurring").alias("Recorrente"),
                ImportColumn.date("startsOn").required().alias("Início", "Start Date"),
                ImportColumn.date("endsOn").alias("Fim", "End Date"),
                ImportColumn.bool("autoRenew").alias("Renovação automática"),
                ImportColumn.code("changeKind", ChangeKind.class).alias("Tipo de mudança"),
                ImportColumn.text("churnReason").upTo(60).alias("Motivo do churn"));
    }

    @Override
    public List<String> key() {
        return List.of("lineExternalId");
    }

    @Override
    public List<String> options() {
        return List.of("createProducts");
    }

    @Override
    public void check(ImportRow row) {
        @Nullable LocalDate startsOn = row.date("startsOn");
        @Nullable LocalDate endsOn = row.date("endsOn");
        if (startsOn != null && endsOn != null && endsOn.isBefore(startsOn)) {
            row.fault("endsOn", PlatformError.ENDS_BEFORE_START);
        }
        @Nullable BigDecimal quantity = row.number("quantity");
        @Nullable BigDecimal unitPrice = row.number("unitPrice");
        if (quantity != null
                && unitPrice != null
                && quantity.multiply(unitPrice).compareTo(LARGEST_PRODUCT) > 0) {
            row.fault("unitPrice", ContractError.AMOUNT_TOO_LARGE);
        }
    }

    @Override
    public void check(ImportChunk chunk) {
        chunk.faults("""
                select s.line, 'accountExternalId', 'UNKNOWN_REFERENCE', s.account_external_id from staged s
                  left join account a on a.tenant_id = :tenant and a.external_id = s.account_external_id and a.archived_at is null
                 where s.account_external_id is not null and a.id is null""");
        chunk.faults("""
                select s.line, 'productCode', 'UNKNOWN_REFERENCE', s.product_code from staged s
                  left join product p on p.tenant_id = :tenant and p.code = s.product_code
                 where not :createProducts and s.product_code is not null and p.id is null""");
        chunk.faults("""
                select s.line, 'contractExternalId', 'CONTRACT_OF_ANOTHER_ACCOUNT', s.contract_external_id from staged s
                  join contract c on c.tenant_id = :tenant and c.external_id = s.contract_external_id
                  join account a on a.tenant_id = :tenant and a.external_id = s.account_external_id
                 where c.account_id <> a.id""");
        chunk.faults("""
                select s.line, 'contractExternalId', 'CONTRACT_OF_ANOTHER_ACCOUNT', s.contract_external_id from staged s
                  join (select f.contract_external_id, min(f.account_external_id) as account from $file f where f.account_external_id is not null
                         group by f.contract_external_id having min(f.account_external_id) <> max(f.account_external_id)) o
                    on o.contract_external_id = s.contract_external_id
                 where s.account_external_id <> o.account""");
        chunk.faults("""
                select s.line, 'lineExternalId', 'LINE_OF_ANOTHER_CONTRACT', s.line_external_id from staged s
                  join contract_line l on l.tenant_id = :tenant and l.external_id = s.line_external_id
                  join contract c on c.tenant_id = :tenant and c.id = l.contract_id
                 where c.external_id is distinct from s.contract_external_id""");
        chunk.faults("""
                select s.line, 'productCode', 'LINE_PRODUCT_FIXED', s.product_code from staged s
                  join contract_line l on l.tenant_id = :tenant and l.external_id = s.line_external_id
                  join product p on p.tenant_id = :tenant and p.id = l.product_id
                 where p.code <> s.product_code""");
        chunk.faults("select s.line, 'contractExternalId', 'CONTRACT_CANCELLED', s.contract_external_id from staged s"
                + " join contract c on c.tenant_id = :tenant and c.external_id = s.contract_external_id"
                + " left join contract_line l on l.tenant_id = :tenant and l.external_id = s.line_external_id"
                + " where c.cancelled_on is not null and (l.id is null or l.imported_hash is distinct from " + HASH
                + ")");
        checkTerms(chunk);
    }

    /** New and changed rows keep to the term that was signed, and to what people amended since. A contract that an import made follows its lines. */
    private static void checkTerms(ImportChunk chunk) {
        String changed = "(l.id is null or l.imported_hash is distinct from " + HASH + ")";
        String signed = " from staged s"
                + " join contract c on c.tenant_id = :tenant and c.external_id = s.contract_external_id and not c.is_term_from_lines"
                + " left join contract_line l on l.tenant_id = :tenant and l.external_id = s.line_external_id"
                + " where " + changed;
        chunk.faults("select s.line, 'startsOn', 'LINE_OUTSIDE_TERM', s.starts_on::text" + signed
                + " and (s.starts_on < c.term_starts_on or not c.is_auto_renewing and s.starts_on >= c.term_ends_on)");
        chunk.faults("select s.line, 'endsOn', 'LINE_OUTSIDE_TERM', s.ends_on::text" + signed
                + " and not c.is_auto_renewing and s.ends_on > c.term_ends_on");
        chunk.faults("select s.line, 'startsOn', 'LINE_AMENDED_BY_HAND', s.starts_on::text from staged s"
                + " join contract_line l on l.tenant_id = :tenant and l.external_id = s.line_external_id"
                + " where " + changed + """
                   and exists (select 1 from contract_amendment m
                                where m.tenant_id = :tenant and m.line_id = l.id and m.origin <> 'IMPORT' and m.reversed_by_id is null
                                  and (m.kind = 'CHANGE_LINE' and m.effective_on = s.starts_on or m.kind = 'REMOVE_LINE' and m.effective_on <= s.starts_on))""");
    }

    @Override
    public long merge(ImportChunk chunk) {
        return ContractLineMerge.merge(chunk);
    }
}
