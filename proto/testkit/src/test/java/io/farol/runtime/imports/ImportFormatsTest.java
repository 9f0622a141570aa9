package io.farol.runtime.imports;

import static io.farol.runtime.imports.ImportCalls.as;
import static io.farol.runtime.imports.ImportCalls.faults;
import static io.farol.runtime.imports.ImportCalls.finished;
import static io.farol.runtime.imports.ImportCalls.imported;
import static io.farol.runtime.imports.ImportCalls.seen;
import static io.farol.runtime.imports.ImportCalls.send;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;

/** The files that people really have: encodings, notations, containers. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ImportFormatsTest {
    private static final String BRAZILIAN = """
            Código;Nome;Preço unitário;Início;Fim;Tipo
            1;Ação & Cia;1.234,56;01/02/2026;31/12/2026;Plano
            2;"Maçã; Ltda";R$ 99,90;13/03/2026;;add-on
            """;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    @Test
    void loadsABrazilianSpreadsheetExportAsItIs() {
        JsonPath job = finished("brwin", send("brwin", BRAZILIAN.getBytes(WINDOWS_1252), "text/csv", Map.of()));

        assertEquals("SUCCEEDED", job.getString("state"));
        assertBrazilian("brwin");
    }

    @Test
    void readsAnyOfTheUsualEncodings() {
        finished(
                "utfbom",
                send("utfbom", ("\ufeff" + BRAZILIAN).getBytes(StandardCharsets.UTF_8), "text/csv", Map.of()));
        assertBrazilian("utfbom");
        finished(
                "utf16",
                send("utf16", ("\ufeff" + BRAZILIAN).getBytes(StandardCharsets.UTF_16LE), "text/csv", Map.of()));
        assertBrazilian("utf16");
        finished(
                "told", send("told", BRAZILIAN.getBytes(WINDOWS_1252), "text/csv", Map.of("encoding", "windows-1252")));
        assertBrazilian("told");
    }

    @Test
    void readsGzipAndForms() throws IOException {
        byte[] packed = gzip(BRAZILIAN.getBytes(StandardCharsets.UTF_8));

        finished("gzip", send("gzip", packed, "application/gzip", Map.of()));
        assertBrazilian("gzip");

        finished(
                "encoded",
                as("encoded")
                        .contentType("text/csv")
                        .header("Content-Encoding", "gzip")
                        .body(packed)
                        .post("/v1/gadgets/imports"));
        assertBrazilian("encoded");

        JsonPath form = finished(
                "form",
                as("form")
                        .multiPart("mode", "PARTIAL")
                        .multiPart("file", "gadgets.csv.gz", packed, "application/gzip")
                        .post("/v1/gadgets/imports"));
        assertEquals("PARTIAL", form.getString("mode"));
        assertBrazilian("form");
    }

    @Test
    void refusesWhatStandsBehindTheFileOfAForm() {
        as("form2")
                .multiPart("file", "gadgets.csv", BRAZILIAN.getBytes(StandardCharsets.UTF_8), "text/csv")
                .multiPart("mode", "PARTIAL")
                .post("/v1/gadgets/imports")
                .then()
                .statusCode(400);

        assertEquals("0", seen("select count(*) from job where tenant_id = 'form2'"));
    }

    @Test
    void readsLinesOfJson() {
        String lines = """
                {"externalId":"1","name":"Alfa","unitPrice":12.5,"startsOn":"2026-02-01","quantity":"1,5"}
                not json

                {"externalId":"2","name":"Beta","unitPrice":true,"kind":["PLAN"],"nope":1}
                {"name":"Gama"}
                """;

        JsonPath job = finished(
                "ndjson",
                send(
                        "ndjson",
                        lines.getBytes(StandardCharsets.UTF_8),
                        "application/x-ndjson",
                        Map.of("mode", "PARTIAL")));

        assertEquals(
                List.of(
                        "2 null ROW_NOT_READABLE not json",
                        "2 externalId REQUIRED null",
                        "2 name REQUIRED null",
                        "4 kind WRONG_TYPE null",
                        "4 unitPrice NOT_A_NUMBER true",
                        "5 externalId REQUIRED null"),
                faults("ndjson", job));
        assertEquals(List.of("nope"), job.getList("ignoredColumns"));
        assertEquals("125000 1.5", seen("select price_e4 || ' ' || quantity from gadget where tenant_id = 'ndjson'"));
    }

    @Test
    void readsWorkbooks() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(file, "test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Plan1");
            String[] header = {"Código", "Nome", "Preço unitário", "Início", "Quantidade", "Fim"};
            for (int i = 0; i < header.length; i++) {
                sheet.value(0, i, header[i]);
            }
            sheet.value(1, 0, 4711);
            sheet.value(1, 1, "Alfa");
            sheet.value(1, 2, new BigDecimal("1234.56"));
            sheet.value(1, 3, LocalDate.of(2026, 2, 1));
            sheet.style(1, 3).format("dd/mm/yyyy").set();
            sheet.value(1, 4, "1.234,5");
            sheet.value(1, 5, "31/12/2026");
            sheet.value(3, 0, "B");
            sheet.value(3, 1, "Beta");
            sheet.value(3, 3, "sometime");
        }

        JsonPath job = finished(
                "xlsx",
                send(
                        "xlsx",
                        file.toByteArray(),
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        Map.of("mode", "PARTIAL")));

        assertEquals(List.of("4 startsOn NOT_A_DATE sometime"), faults("xlsx", job));
        assertEquals(
                "4711 12345600 2026-02-01 1234.5 2026-12-31",
                seen(
                        "select concat_ws(' ', external_id, price_e4, starts_on, quantity, ends_on) from gadget where tenant_id = 'xlsx'"));
    }

    @Test
    void keepsFormulasAsText() {
        imported("formula", "externalId,name\n1,=1+1\n2,@SUM(A1)\n3,\"=HYPERLINK(\"\"x\"\")\"\n", Map.of());

        assertEquals(
                "=1+1 @SUM(A1) =HYPERLINK(\"x\")",
                seen("select string_agg(name, ' ' order by external_id) from gadget where tenant_id = 'formula'"));
    }

    @Test
    void reportsEachSortOfFault() {
        JsonPath job = imported("faults", """
                externalId;name;unitPrice;quantity;startsOn;endsOn;kind
                ;Alfa;-1;1,2345;31/02/2026;x;SOMETHING
                %s;Beta;1.2.3;1;1/2/2026;01/02/2026;PLAN
                C;Gama;1;1;;;PLAN;too much
                """.formatted("9".repeat(41)), Map.of("mode", "PARTIAL"));

        assertEquals(
                List.of(
                        "2 externalId REQUIRED null",
                        "2 unitPrice OUT_OF_RANGE -1",
                        "2 quantity TOO_MANY_DECIMALS 1,2345",
                        "2 startsOn NOT_A_DATE 31/02/2026",
                        "2 endsOn NOT_A_DATE x",
                        "2 kind UNKNOWN_VALUE SOMETHING",
                        "3 externalId TOO_LONG " + "9".repeat(41),
                        "3 unitPrice NOT_A_NUMBER 1.2.3",
                        "3 endsOn ENDS_BEFORE_START 01/02/2026",
                        "4 null TOO_MANY_VALUES too much"),
                faults("faults", job).stream()
                        .map(fault -> fault.replace(" \"\"", " null"))
                        .toList());
        as("faults")
                .header("Accept-Language", "pt-BR")
                .get("/v1/gadgets/imports/" + job.getString("id") + "/errors?pageSize=1")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].message", equalTo("É necessário um valor."));
        assertEquals("FAILED", job.getString("state"));
    }

    @Test
    void pagesThroughErrorsAndRefusesForeignTokens() {
        JsonPath job = imported("paged", "externalId,name\n1,\n2,\n3,\n", Map.of("mode", "PARTIAL"));
        String path = "/v1/gadgets/imports/" + job.getString("id") + "/errors";

        JsonPath first = as("paged").get(path + "?pageSize=2").jsonPath();
        String token = first.getString("nextPageToken");
        as("paged")
                .get(path + "?pageSize=2&pageToken=" + token)
                .then()
                .body("items.line", equalTo(List.of(4)))
                .body("nextPageToken", equalTo(null));

        JsonPath other = imported("paged", "externalId,name\n1,\n", Map.of("mode", "PARTIAL"));
        as("paged")
                .get("/v1/gadgets/imports/" + other.getString("id") + "/errors?pageToken=" + token)
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_PAGE_TOKEN"));
    }

    @Test
    void refusesFilesThatAreNone() throws IOException {
        send("bad", new byte[0], "text/csv", Map.of()).then().statusCode(400).body("code", equalTo("FILE_EMPTY"));
        send("bad", new byte[] {0, 1, 2, 3}, "text/csv", Map.of()).then().statusCode(415);
        send("bad", "PK\3\4 but no workbook".getBytes(StandardCharsets.US_ASCII), "text/csv", Map.of())
                .then()
                .statusCode(400)
                .body("code", equalTo("FILE_NOT_READABLE"));
        byte[] packed = gzip(BRAZILIAN.repeat(2_000).getBytes(StandardCharsets.UTF_8));
        send("bad", Arrays.copyOf(packed, packed.length / 2), "application/gzip", Map.of())
                .then()
                .statusCode(400)
                .body("code", equalTo("FILE_NOT_READABLE"));
        assertEquals("0", seen("select count(*) from job where tenant_id = 'bad'"));
    }

    @Test
    void offersTemplates() {
        as("template")
                .get("/v1/gadgets/imports/template")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("gadgets.csv"))
                .body(containsString("externalId,name,unitPrice"));
        String brazilian =
                as("template").get("/v1/gadgets/imports/template?locale=pt-BR").asString();

        assertEquals("SUCCEEDED", imported("template", brazilian, Map.of()).getString("state"));
    }

    private static void assertBrazilian(String tenant) {
        assertEquals(
                "1 Ação & Cia 12345600 2026-02-01 2026-12-31 PLAN, 2 Maçã; Ltda 999000 2026-03-13 ADD_ON",
                seen(
                        "select string_agg(concat_ws(' ', external_id, name, price_e4, starts_on, ends_on, kind), ', ' order by external_id) from gadget where tenant_id = '"
                                + tenant + "'"));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
