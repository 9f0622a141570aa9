package io.farol.pipeline.deal;

import io.farol.runtime.error.PlatformError;
import io.farol.runtime.imports.ImportChunk;
import io.farol.runtime.imports.ImportColumn;
import io.farol.runtime.imports.ImportDefinition;
import io.farol.runtime.imports.ImportRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Import of deals by their external id, in any stage. What a stage would have asked for and the file does not say is listed on the deal as waived; a contract never changes by an import. A deal that
 * people have moved since stays where they put it.
 */
@ApplicationScoped
class DealImport implements ImportDefinition {
    /** What the gates ask, and in which of them the file may have answered: SQL that is true when it has. The rest nobody can know from a file. */
    private static final String WAIVED = """
            select array_agg(r.stage || ':' || r.code order by r.number) from (values
                (1, 0, 'EXPAND_MAP', 'NO_ACCOUNT', s.account_id is not null), (2, 0, 'EXPAND_MAP', 'NO_HYPOTHESIS', s.hypothesis is not null),
                (3, 1, 'OPPORTUNITY', 'NO_CONFIRMATION', false), (4, 1, 'OPPORTUNITY', 'QUALIFICATION_NOT_BEGUN', false),
                (5, 2, 'PROPOSAL', 'PROPOSAL_NOT_SENT', false), (6, 2, 'PROPOSAL', 'QUALIFICATION_INCOMPLETE', false),
                (7, 3, 'NEGOTIATION', 'NO_NEGOTIATION_POINT', false), (8, 3, 'NEGOTIATION', 'NO_NEXT_STEP', s.next_step_text is not null),
                (9, 4, 'FORECAST', 'NO_ACCEPTANCE', false), (10, 4, 'FORECAST', 'NO_EXPECTED_CLOSE', s.expected_close_on is not null),
                (11, 5, 'EXPAND_WON', 'NO_WIN_REASON', s.reasons is not null), (12, 5, 'EXPAND_WON', 'NO_START_DATE', false), (13, 5, 'EXPAND_WON', 'NO_LINES', false),
                (14, 6, 'LOST', 'NO_LOSS_REASON', s.reasons is not null), (15, 7, 'DISMISSED', 'NO_REASON', s.note is not null)) r (number, place, stage, code, is_met)
             where not r.is_met
               and (r.stage = s.stage or r.place <= case s.stage when 'EXPAND_MAP' then 0 when 'OPPORTUNITY' then 1 when 'PROPOSAL' then 2 when 'NEGOTIATION' then 3
                                                        when 'FORECAST' then 4 when 'EXPAND_WON' then 5 else 0 end)""";

    @Override
    public String thing() {
        return "deals";
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.text("externalId")
                        .required()
                        .upTo(200)
                        .makes("deal")
                        .alias("Código", "Deal ID", "Opportunity ID", "Id"),
                ImportColumn.text("title")
                        .required()
                        .upTo(200)
                        .alias("Título", "Deal Name", "Opportunity Name", "Nome"),
                ImportColumn.code("type", DealType.class).required().alias("Tipo"),
                ImportColumn.code("stage", DealStage.class).required().alias("Etapa", "Deal Stage"),
                ImportColumn.text("accountExternalId")
                        .upTo(200)
                        .names("account")
                        .alias("Conta", "Account ID"),
                ImportColumn.text("hypothesis").upTo(4000).alias("Hipótese", "Description"),
                ImportColumn.text("ownerName").upTo(200).alias("Responsável", "Owner"),
                ImportColumn.money("expectedMrr").alias("MRR esperado", "Amount"),
                ImportColumn.money("oneOffValue").alias("Valor único"),
                ImportColumn.currency("currency").alias("Moeda"),
                ImportColumn.date("expectedCloseOn").alias("Previsão de fechamento", "Close Date"),
                ImportColumn.text("nextStepText").upTo(500).alias("Próximo passo", "Next Step"),
                ImportColumn.date("nextStepOn").alias("Data do próximo passo"),
                ImportColumn.date("openedOn").alias("Aberto em", "Created Date"),
                ImportColumn.date("enteredStageOn").alias("Na etapa desde"),
                ImportColumn.date("closedOn").alias("Fechado em", "Closed Date"),
                ImportColumn.text("reasons").upTo(500).alias("Motivos", "Loss Reason"),
                ImportColumn.text("note").upTo(2000).alias("Observação"));
    }

    @Override
    public List<String> key() {
        return List.of("externalId");
    }

    @Override
    public Map<String, String> working() {
        return Map.of("account_id", "uuid", "hash", "text");
    }

    @Override
    public void check(ImportRow row) {
        boolean hasAmount = row.number("expectedMrr") != null || row.number("oneOffValue") != null;
        if (hasAmount && row.text("currency") == null) {
            row.fault("currency", PlatformError.REQUIRED);
        }
        if (row.text("nextStepText") != null && row.date("nextStepOn") == null) {
            row.fault("nextStepOn", PlatformError.REQUIRED);
        }
        @Nullable String reasons = row.text("reasons");
        if (reasons != null) {
            checkReasons(row, reasons);
        }
    }

    /** Codes of the stage's reasons, parted by | or ; or comma. */
    private static void checkReasons(ImportRow row, String written) {
        String stage = String.valueOf(row.text("stage"));
        List<String> allowed =
                switch (stage) {
                    case "EXPAND_WON" -> names(WinReason.values());
                    case "LOST" -> names(LossReason.values());
                    default -> List.of();
                };
        List<String> codes = Arrays.stream(written.split("[|;,]"))
                .map(String::strip)
                .filter(code -> !code.isEmpty())
                .distinct()
                .sorted()
                .toList();
        if (allowed.containsAll(codes)) {
            row.replace("reasons", codes.stream().collect(Collectors.joining("|")));
        } else {
            row.fault("reasons", PlatformError.UNKNOWN_VALUE);
        }
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    @Override
    public void resolve(ImportChunk chunk) {
        chunk.execute("""
                update staged s set account_id = a.id from account_copy a
                 where a.tenant_id = :tenant and a.external_id = s.account_external_id and not a.is_archived""");
        chunk.execute("""
                update staged s set hash = md5(concat_ws(chr(31), s.title, s.type, s.stage, coalesce(s.account_id::text, '-'), coalesce(s.hypothesis, '-'), coalesce(s.owner_name, '-'),
                    coalesce(s.expected_mrr_e4::text, '-'), coalesce(s.one_off_value_e4::text, '-'), coalesce(s.currency, '-'), coalesce(s.expected_close_on::text, '-'),
                    coalesce(s.next_step_text, '-'), coalesce(s.next_step_on::text, '-'), coalesce(s.opened_on::text, '-'), coalesce(s.entered_stage_on::text, '-'),
                    coalesce(s.closed_on::text, '-'), coalesce(s.reasons, '-'), coalesce(s.note, '-')))""");
    }

    @Override
    public void check(ImportChunk chunk) {
        chunk.faults("""
                select s.line, 'accountExternalId', 'UNKNOWN_REFERENCE', s.account_external_id from staged s where s.account_external_id is not null and s.account_id is null""");
        chunk.faults("""
                select s.line, 'externalId', 'DEAL_ARCHIVED', s.external_id from staged s
                  join deal d on d.tenant_id = :tenant and d.external_id = s.external_id where d.archived_at is not null""");
        chunk.faults("""
                select s.line, 'stage', 'STAGE_NOT_REACHABLE', s.stage from staged s
                  join deal d on d.tenant_id = :tenant and d.external_id = s.external_id
                 where d.archived_at is null and d.stage <> s.stage and d.stage is distinct from d.imported_stage""");
        chunk.faults("""
                select s.line, f.field, 'ENDS_BEFORE_START', f.day::text
                  from staged s cross join lateral (values ('enteredStageOn', s.entered_stage_on), ('closedOn', s.closed_on)) f (field, day)
                 where f.day < s.opened_on""");
    }

    @Override
    public long merge(ImportChunk chunk) {
        return DealImportMerge.merge(chunk, WAIVED);
    }
}
