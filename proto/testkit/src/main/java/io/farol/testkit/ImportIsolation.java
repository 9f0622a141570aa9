package io.farol.testkit;

import static io.restassured.RestAssured.given;

import io.farol.runtime.id.UuidV7;
import io.farol.runtime.imports.ImportColumn;
import io.farol.runtime.imports.ImportDefinition;
import io.farol.runtime.imports.ImportType;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Files whose rows name another tenant's things: every import of the service under test × every column that names a thing × each of its switches off and on. Compared are the whole job and its faults;
 * the control is the same row with names of the own tenant.
 */
final class ImportIsolation {
    private static final List<String> PARAMETERS =
            List.of("Idempotency-Key", "mode", "delimiter", "encoding", "decimalSeparator", "dateFormat", "map.*");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OWN = IsolationMatrix.everything(IsolationMatrix.OWN);

    private final Map<String, Function<String, Made>> factories;
    private final Map<String, Map<String, String>> values;

    /** @param values by thing: values by field, for columns whose made-up value the import would refuse */
    ImportIsolation(Map<String, Function<String, Made>> factories, Map<String, Map<String, String>> values) {
        this.factories = factories;
        this.values = values;
    }

    /** @param isSwitched whether the import's own switches are on */
    record Cell(ImportDefinition definition, ImportColumn column, boolean isSwitched) {
        @Override
        public String toString() {
            return "POST /v1/" + definition.thing() + "/imports" + (isSwitched ? " " + definition.options() : "")
                    + " × ROW " + column.field();
        }
    }

    /** All of the running application. */
    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (ImportDefinition definition : definitions()) {
            for (ImportColumn column : definition.columns()) {
                if (column.naming() != null) {
                    cells.add(new Cell(definition, column, false));
                    if (!definition.options().isEmpty()) {
                        cells.add(new Cell(definition, column, true));
                    }
                }
            }
        }
        return cells;
    }

    /** Columns that look like names of things and do not say of which. */
    static List<String> nameless() {
        return definitions().stream()
                .flatMap(definition -> definition.columns().stream()
                        .filter(column -> column.naming() == null && isNameOfAThing(column))
                        .map(column -> definition.thing() + " " + column.field()))
                .toList();
    }

    /** Imports whose document is not that of a file: its answer, its parameters. */
    static List<String> undocumented(ApiDocument document) {
        List<String> faults = new ArrayList<>();
        for (ImportDefinition definition : definitions()) {
            String wanted = "POST /v1/" + definition.thing() + "/imports";
            ApiOperation operation = document.operations().stream()
                    .filter(told -> told.toString().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the document has no " + wanted));
            Set<String> parameters = new TreeSet<>(PARAMETERS);
            parameters.addAll(definition.options());
            Set<String> documented = new TreeSet<>();
            operation.parameters().forEach(parameter -> {
                documented.add(parameter.path("name").asText());
                if (parameter.path("description").asText().isBlank()) {
                    faults.add(wanted + " does not say what "
                            + parameter.path("name").asText() + " means");
                }
            });
            if (!documented.equals(parameters)) {
                faults.add(wanted + " documents the parameters " + documented + " instead of " + parameters);
            }
            if (!operation.answers().has("202") || operation.answers().has("201")) {
                faults.add(wanted + " does not say that the file is accepted");
            }
        }
        return faults;
    }

    private static boolean isNameOfAThing(ImportColumn column) {
        boolean isCalledSo = column.type() == ImportType.TEXT
                && column.field().matches("externalId|code|[a-z]\\w*(ExternalId|Code)");
        return isCalledSo || column.type() == ImportType.ID;
    }

    private static List<ImportDefinition> definitions() {
        return Arc.container().listAll(ImportDefinition.class).stream()
                .map(InstanceHandle::get)
                .toList();
    }

    /** What is wrong with an import in one column; empty when it keeps the tenants apart. */
    Optional<String> fault(Cell cell) {
        String theirs = name(cell.column(), IsolationMatrix.everything(IsolationMatrix.OTHER));
        String unknown = UuidV7.next().toString();
        Map<String, String> before = TenantRows.settled(ServiceUnderTest.DATABASE, IsolationMatrix.OTHER);
        String ofForeign = load(cell, row(cell, theirs)).replace(theirs, "<id>");
        Map<String, String> after = TenantRows.of(ServiceUnderTest.DATABASE, IsolationMatrix.OTHER);
        String ofUnknown = load(cell, row(cell, unknown)).replace(unknown, "<id>");
        String control = load(cell, row(cell, own(cell.column())));
        if (!before.equals(after)) {
            return Optional.of("it changed the other tenant's rows in " + TenantRows.difference(before, after));
        }
        if (!ofForeign.equals(ofUnknown)) {
            return Optional.of("another tenant's thing: " + ofForeign + "\nan unknown one: " + ofUnknown);
        }
        return control.contains("\"state\":\"SUCCEEDED\"") && control.contains("\"rowsAccepted\":1")
                ? Optional.empty()
                : Optional.of("the control with own names failed: " + control);
    }

    /** The least row that is accepted, with one more column if that is the one under test. */
    private Map<String, String> row(Cell cell, String tested) {
        Map<String, String> row = new LinkedHashMap<>();
        for (ImportColumn column : cell.definition().columns()) {
            if (column.field().equals(cell.column().field())) {
                row.put(column.field(), tested);
            } else if (column.isRequired()) {
                row.put(column.field(), value(cell.definition(), column));
            }
        }
        return row;
    }

    private String value(ImportDefinition definition, ImportColumn column) {
        String stated = values.getOrDefault(definition.thing(), Map.of()).get(column.field());
        if (stated != null) {
            return stated;
        }
        if (column.naming() != null) {
            return own(column);
        }
        boolean isKey = definition.key().contains(column.field());
        return switch (column.type()) {
            case TEXT -> isKey ? fresh() : "Text";
            case INTEGER, DECIMAL, MONEY ->
                column.min() == null ? "1" : column.min().toPlainString();
            case RATIO -> "0.5";
            case DATE -> "2026-01-01";
            case INSTANT -> "2026-01-01T12:00:00Z";
            case BOOLEAN -> "true";
            case CODE -> column.codes().values().stream().sorted().findFirst().orElseThrow();
            case CURRENCY -> "BRL";
            case COUNTRY -> "BR";
            case ID -> UuidV7.next().toString();
        };
    }

    /** What the import makes by itself gets a free name, so that the row's things fit each other. */
    private String own(ImportColumn column) {
        boolean isMade = Objects.requireNonNull(column.naming()).isMadeWhenMissing();
        return isMade ? fresh() : name(column, OWN);
    }

    private static String fresh() {
        return "n" + UuidV7.next();
    }

    private String name(ImportColumn column, String as) {
        String type = Objects.requireNonNull(column.naming()).type();
        Function<String, Made> factory = factories.get(type);
        if (factory == null) {
            throw new AssertionError("no factory makes a thing for the column " + column.field() + " of type " + type);
        }
        Made made = factory.apply(as);
        return column.type() == ImportType.ID
                ? made.id()
                : Objects.requireNonNull(made.externalId(), () -> "the factory of " + type + " says no external id");
    }

    /** The job at its end and its faults, without what differs from job to job. */
    private static String load(Cell cell, Map<String, String> row) {
        String path = "/v1/" + cell.definition().thing() + "/imports";
        Map<String, String> parameters = new LinkedHashMap<>();
        if (cell.isSwitched()) {
            cell.definition().options().forEach(option -> parameters.put(option, "true"));
        }
        Response accepted = given().auth()
                .oauth2(OWN)
                .queryParams(parameters)
                .contentType("text/csv; charset=UTF-8")
                .body((String.join(",", row.keySet()) + "\n" + String.join(",", row.values()) + "\n")
                        .getBytes(StandardCharsets.UTF_8))
                .post(path);
        if (accepted.statusCode() != 202) {
            return accepted.statusCode() + " " + accepted.asString().replaceAll("\"requestId\":\"[^\"]*\"", "");
        }
        String job = path + "/" + accepted.path("id");
        long end = System.nanoTime() + PATIENCE.toNanos();
        Response state = given().auth().oauth2(OWN).get(job);
        while (state.path("state").equals("RUNNING") && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            state = given().auth().oauth2(OWN).get(job);
        }
        Response errors = given().auth().oauth2(OWN).get(job + "/errors");
        return state.asString()
                        .replaceAll("\"(id|position|createdAt|finishedAt)\":\"[^\"]*\",?", "")
                        .replaceAll("\"rate\":\\d+", "")
                + " " + errors.asString();
    }
}
