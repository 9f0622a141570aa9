package io.farol.runtime.imports;

import static io.farol.runtime.imports.ImportCalls.as;
import static io.farol.runtime.imports.ImportCalls.count;
import static io.farol.runtime.imports.ImportCalls.faults;
import static io.farol.runtime.imports.ImportCalls.imported;
import static io.farol.runtime.imports.ImportCalls.seen;
import static io.farol.runtime.imports.ImportCalls.send;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Imports as their senders see them: modes, faults, repetition, isolation. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ImportApiTest {
    private static final String EXAMPLE = """
            externalId;name;unitPrice;startsOn;endsOn
            A;Alfa;1.234,56;01/02/2026;31/12/2026
            B;Beta;4.0,00;01/02/2026;01/01/2020
            C;Gama;10;01/02/2026;
            """;

    @Test
    void putsGoodRowsInAndReportsAllFaultsOfABadOne() {
        JsonPath job = imported("partial", EXAMPLE, Map.of("mode", "PARTIAL"));

        assertEquals("PARTIALLY_SUCCEEDED", job.getString("state"));
        assertEquals(List.of(3L, 2L, 0L, 1L), counts(job));
        assertEquals(
                List.of("3 unitPrice NOT_A_NUMBER 4.0,00", "3 endsOn ENDS_BEFORE_START 01/01/2020"),
                faults("partial", job));
        assertEquals("12345600", seen("select price_e4 from gadget where tenant_id = 'partial' and external_id = 'A'"));
        assertEquals(2, count("outbox", "partial"));
        long position = Long.parseLong(seen("select max(position) from outbox where tenant_id = 'partial'"));
        String told = Awaitility.await()
                .until(
                        () -> as("partial")
                                .get("/v1/gadgets/imports/" + job.getString("id"))
                                .jsonPath()
                                .getString("position"),
                        place -> place != null);
        assertTrue(
                told.matches("acc\\.e\\d+\\.[0-9a-f]+\\.\\d+")
                        && Long.parseLong(told.substring(told.lastIndexOf('.') + 1)) >= position,
                told);
    }

    @Test
    void countsRowsByKindModeAndOutcomeForOperators() {
        Map<String, Double> before = counted();

        imported("counted", EXAMPLE, Map.of("mode", "PARTIAL"));
        imported("counted", EXAMPLE, Map.of("mode", "PARTIAL"));

        Awaitility.await().until(() -> counted("REJECTED") - before.getOrDefault("REJECTED", 0.0) == 2);
        assertEquals(2, counted("ACCEPTED") - before.getOrDefault("ACCEPTED", 0.0));
        assertEquals(2, counted("UNCHANGED") - before.getOrDefault("UNCHANGED", 0.0));
    }

    private static double counted(String outcome) {
        return counted().getOrDefault(outcome, 0.0);
    }

    /** Rows of PARTIAL imports of gadgets so far, by outcome. */
    private static Map<String, Double> counted() {
        int management = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        Pattern line = Pattern.compile(
                "farol_import_rows_total\\{.*mode=\"PARTIAL\".*outcome=\"(\\w+)\".*thing=\"gadgets\".*\\} (.*)");
        return RestAssured.get("http://127.0.0.1:" + management + "/q/metrics")
                .asString()
                .lines()
                .map(line::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(found -> found.group(1), found -> Double.valueOf(found.group(2))));
    }

    @Test
    void writesNothingWhenTheSameFileComesAgain() {
        imported("again", EXAMPLE, Map.of("mode", "PARTIAL"));

        JsonPath job = imported("again", EXAMPLE, Map.of("mode", "PARTIAL"));

        assertEquals(List.of(3L, 0L, 2L, 1L), counts(job));
        assertEquals(2, count("outbox", "again"));
        assertEquals("1", seen("select max(version) from gadget where tenant_id = 'again'"));
    }

    @Test
    void takesAllRowsOrNone() {
        JsonPath job = imported("atomic", EXAMPLE, Map.of());

        assertEquals("FAILED", job.getString("state"));
        assertEquals(List.of(3L, 0L, 0L, 1L), counts(job));
        assertEquals(0, count("gadget", "atomic"));
        assertEquals(0, count("outbox", "atomic"));

        JsonPath good = imported("atomic", EXAMPLE.replace("4.0,00", "4,00").replace("2020", "2027"), Map.of());

        assertEquals("SUCCEEDED", good.getString("state"));
        assertEquals(List.of(3L, 3L, 0L, 0L), counts(good));
        assertEquals(3, count("gadget", "atomic"));
    }

    @Test
    void onlyLooksWhenAskedTo() {
        JsonPath job = imported("validate", EXAMPLE, Map.of("mode", "VALIDATE"));

        assertEquals(List.of(3L, 2L, 0L, 1L), counts(job));
        assertEquals(2, faults("validate", job).size());
        assertEquals(0, count("gadget", "validate"));
        assertEquals(0, count("outbox", "validate"));
    }

    @Test
    void findsDuplicatesAndUnknownReferences() {
        JsonPath job = imported("refs", """
                externalId,name,parentExternalId
                A,Alfa,
                B,Beta,A
                C,Gama,ZZ
                A,Alfa again,
                """, Map.of("mode", "PARTIAL"));

        assertEquals(
                List.of("4 parentExternalId UNKNOWN_REFERENCE ZZ", "5 externalId DUPLICATE A"), faults("refs", job));
        assertEquals(List.of(4L, 2L, 0L, 2L), counts(job));

        JsonPath created =
                imported("refs", "externalId,name,parentExternalId\nC,Gama,ZZ\n", Map.of("createParents", "true"));

        assertEquals("SUCCEEDED", created.getString("state"));
    }

    @Test
    void singlesOutARowThatOnlyTheDatabaseRefuses() {
        JsonPath job = imported("cursed", "externalId,name\nA,Alfa\nB,cursed\nC,Gama\n", Map.of("mode", "PARTIAL"));

        assertEquals(List.of("3 null ROW_REFUSED null"), faults("cursed", job));
        assertEquals(List.of(3L, 2L, 0L, 1L), counts(job));

        JsonPath atomic = imported("cursed", "externalId,name\nD,Delta\nE,cursed\n", Map.of());

        assertEquals("FAILED", atomic.getString("state"));
        assertEquals("ROW_REFUSED", atomic.getString("failure"));
        assertEquals(2, count("gadget", "cursed"));
    }

    @Test
    void refusesUnknownParametersAndHeadersByName() {
        Response refused = send("params", EXAMPLE, Map.of("mod", "PARTIAL", "mode", "SOME", "decimalSeparator", "x"));

        refused.then().statusCode(400);
        assertEquals(
                List.of("decimalSeparator", "mod", "mode"),
                refused.jsonPath().getList("errors.parameter", String.class).stream()
                        .sorted()
                        .toList());

        send("params", "externalId,other\nA,B\n", Map.of())
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("COLUMN_MISSING"))
                .body("errors[0].line", equalTo(1));
        send("params", "externalId,name\nA,B\n", Map.of("map.nope", "quantity"))
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("map.nope"));
        assertEquals("0", seen("select count(*) from import_row where job_id not in (select id from job)"));
    }

    @Test
    void mapsColumnsAndSaysWhichItIgnores() {
        JsonPath job = imported(
                "mapped",
                "id,Title,Nome,attr.color,x\nA,Alfa,nope,red,1\n",
                Map.of("map.id", "externalId", "map.Title", "name"));

        assertEquals("SUCCEEDED", job.getString("state"));
        assertEquals(List.of("Nome", "x"), job.getList("ignoredColumns"));
        assertEquals(
                "Alfa red",
                seen("select name || ' ' || (attributes ->> 'color') from gadget where tenant_id = 'mapped'"));
    }

    @Test
    void keepsWhatAFileDoesNotMention() {
        imported("absent", "externalId,name,unitPrice\nA,Alfa,10\n", Map.of());

        imported("absent", "externalId,name\nA,Alpha\n", Map.of());
        assertEquals("100000", seen("select price_e4 from gadget where tenant_id = 'absent'"));

        imported("absent", "externalId,name,unitPrice\nA,Alpha,\n", Map.of());
        assertEquals("null", seen("select price_e4 from gadget where tenant_id = 'absent'"));
    }

    @Test
    void hidesJobsOfOtherTenants() {
        String id = imported("mine", EXAMPLE, Map.of("mode", "PARTIAL")).getString("id");

        for (String path : List.of("", "/errors")) {
            String foreign = as("other")
                    .get("/v1/gadgets/imports/" + id + path)
                    .then()
                    .statusCode(404)
                    .extract()
                    .asString();
            String random = "0199aaaa-0000-7000-8000-000000000000";
            String unknown = as("other")
                    .get("/v1/gadgets/imports/" + random + path)
                    .then()
                    .statusCode(404)
                    .extract()
                    .asString();
            assertEquals(
                    unknown.replace(random, "?").replaceAll("\"requestId\":\"[^\"]*\"", ""),
                    foreign.replace(id, "?").replaceAll("\"requestId\":\"[^\"]*\"", ""));
        }
    }

    @Test
    void answersAnIdempotencyKeyOnce() {
        Response first = keyed("k1", EXAMPLE);
        ImportCalls.finished("keyed", first);

        Response second = keyed("k1", EXAMPLE);

        second.then().statusCode(202).header("Idempotency-Replayed", "true");
        assertEquals(first.asString(), second.asString());
        second.then()
                .header(
                        "Location",
                        endsWith("/v1/gadgets/imports/" + first.jsonPath().getString("id")));
        keyed("k1", EXAMPLE + "D;Delta;1;;\n").then().statusCode(422).body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
        assertEquals("1", seen("select count(*) from job where tenant_id = 'keyed'"));
    }

    @Test
    void leavesOneAuditRowAndAnEmptyStagingTable() {
        JsonPath job = imported("tidy", EXAMPLE, Map.of("mode", "PARTIAL"));

        assertEquals(1, count("audit_entry", "tidy"));
        assertTrue(job.getString("createdAt").endsWith("Z"));
        Awaitility.await()
                .until(() -> seen("select count(*) from import_row where job_id = '" + job.getString("id") + "'")
                        .equals("0"));
    }

    private static Response keyed(String key, String csv) {
        return as("keyed")
                .queryParam("mode", "PARTIAL")
                .header("Idempotency-Key", key)
                .contentType("text/csv")
                .body(csv)
                .post("/v1/gadgets/imports");
    }

    private static List<Long> counts(JsonPath job) {
        return List.of(
                job.getLong("rowsRead"),
                job.getLong("rowsAccepted"),
                job.getLong("rowsUnchanged"),
                job.getLong("rowsRejected"));
    }
}
