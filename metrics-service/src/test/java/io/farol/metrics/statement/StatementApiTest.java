package io.farol.metrics.statement;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.metrics.LedgerRows;
import io.farol.metrics.retelling.Conventions;
import io.farol.metrics.retelling.DiscountTreatment;
import io.farol.metrics.retelling.FxTreatment;
import io.farol.metrics.retelling.LogoTreatment;
import io.farol.metrics.retelling.TaxTreatment;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The statement as its users see it, from ledger rows worked out by hand. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class StatementApiTest {
    private static final Conventions RETOLD =
            Conventions.of(FxTreatment.CURRENT, LogoTreatment.GROUP, DiscountTreatment.IGNORED, TaxTreatment.NET);

    @Inject
    Statements statements;

    @Inject
    TenantTransaction transactions;

    @Inject
    Jdbi jdbi;

    @Test
    void answersExampleOne() {
        exampleOne("ex-one");

        String body = get("ex-one", "from=2026-03&to=2026-03&asOf=2026-03-31")
                .statusCode(200)
                .extract()
                .asString();

        assertEquals("""
                {"unit":"MONEY","currency":"BRL","convention":{"frozen":"WHILE_BILLED"},"asOf":"2026-03-31","knownAt":"2026-04-02T12:00:00Z","months":[{"month":"2026-03","group":null,\
                "opening":"100000.00","new":"8000.00","reactivation":"1000.00","expansion":"5000.00","readjustment":"1200.00","unfreeze":"0.00","freeze":"2000.00","contraction":"1500.00",\
                "churn":"4000.00","fx":"0.00","transferIn":"0.00","transferOut":"0.00","closing":"107700.00","frozen":"2000.00","counts":{"opening":50,"new":3,"reactivation":1,"expansion":6,\
                "contraction":2,"churn":2,"transferIn":0,"transferOut":0,"closing":52,"frozen":1},"flags":[]}],"unconvertedLines":0,\
                "freshness":[{"source":"accounts","position":"acc.e1.a1f.4711","isCaughtUp":true,"lagSeconds":0}]}""", body);
    }

    @Test
    void givesTheSameBytesAgainForAnEarlierKnownAt() {
        LedgerRows rows = exampleOne("known");
        String question = "from=2026-01&to=2026-05&asOf=2026-04-02&groupBy=sector";
        String before = get("known", question).extract().asString();

        rows.knownAt("2026-04-03T08:00:00.000001Z", 4800, 2600).cell("total", "", "CHURN", "2026-03", "500", 1);

        get("known", question)
                .body("months[2].churn", equalTo("4500.00"))
                .body("months[3].opening", equalTo("107200.00"));
        assertEquals(
                before,
                get("known", question + "&knownAt=2026-04-02T12:00:00Z")
                        .extract()
                        .asString());
        get("known", question + "&knownAt=2026-04-02T11:59:59Z")
                .body("months[2].closing", equalTo("0.00"))
                .body("knownAt", equalTo("1970-01-01T00:00:00Z"));
    }

    @Test
    void saysWhichMonthIsRunningAndWhichHasNotBegun() {
        get("empty", "from=2026-03&to=2026-05&asOf=2026-04-15")
                .body("months.month", contains("2026-03", "2026-04", "2026-05"))
                .body("months[0].flags", hasSize(0))
                .body("months[1].flags", contains("PARTIAL"))
                .body("months[2].flags", contains("FUTURE"));
    }

    @Test
    void leavesToTheGroupWithoutValueWhatTheOthersLeave() {
        LedgerRows.of("groups")
                .knownAt("2026-04-02T12:00:00Z", 10, 1)
                .cell("total", "", "NEW", "2026-01", "1000", 2)
                .cell("sector", "Varejo", "NEW", "2026-01", "700", 1)
                .cell("sector", "Varejo", "TRANSFER_OUT", "2026-02", "700", 1)
                .cell("sector", "NONE", "TRANSFER_IN", "2026-02", "700", 1);

        get("groups", "from=2026-01&to=2026-02&groupBy=sector")
                .body("months[0].groups.group", contains("Varejo", "NONE"))
                .body("months[0].groups.closing", contains("700.00", "300.00"))
                .body("months[1].groups.opening", contains("700.00", "300.00"))
                .body("months[1].groups.transferOut", contains("700.00", "0.00"))
                .body("months[1].groups.transferIn", contains("0.00", "700.00"))
                .body("months[1].groups.closing", contains("0.00", "1000.00"))
                .body("months[1].groups.counts.closing", contains(0, 2));
    }

    @Test
    void countsChosenAccountsByTheGroupTheyHadAtTheTime() {
        aPortfolio("chosen");

        // Acme is in Varejo until it moves to Banco in March; Bela is in Banco, frozen in March; Cita has no sector
        get("chosen", "from=2026-01&to=2026-04&sector=Varejo")
                .body("months.new", contains("100.00", "0.00", "0.00", "0.00"))
                .body("months.expansion", contains("0.00", "50.00", "10.00", "0.00"))
                .body("months.transferOut", contains("0.00", "0.00", "160.00", "0.00"))
                .body("months.closing", contains("100.00", "150.00", "0.00", "0.00"));
        get("chosen", "from=2026-01&to=2026-04&sector=Banco")
                .body("months.transferIn", contains("0.00", "0.00", "160.00", "0.00"))
                .body("months.freeze", contains("0.00", "0.00", "300.00", "0.00"))
                .body("months.churn", contains("0.00", "0.00", "0.00", "160.00"))
                .body("months.frozen", contains("0.00", "0.00", "300.00", "300.00"))
                .body("months.closing", contains("300.00", "300.00", "160.00", "0.00"))
                .body("months.counts.closing", contains(1, 1, 2, 1))
                .body("months.counts.frozen", contains(0, 0, 1, 1));
        get("chosen", "from=2026-01&to=2026-04&sector=Banco&sector=Varejo")
                .body("months.transferIn", contains("0.00", "0.00", "0.00", "0.00"))
                .body("months.closing", contains("400.00", "450.00", "160.00", "0.00"));
        // the same accounts, chosen by two properties, are read account by account
        String more = "&country=NONE";
        for (String filter : List.of("sector=Varejo", "sector=Banco", "sector=NONE", "region=Sul")) {
            String question = "from=2026-01&to=2026-04&" + filter;
            assertEquals(
                    get("chosen", question).extract().asString(),
                    get("chosen", question + more).extract().asString(),
                    filter);
        }
        get("chosen", "from=2026-01&to=2026-04&sector=NONE")
                .body("months.closing", contains("7.00", "7.00", "7.00", "7.00"));
        get("chosen", "from=2026-01&to=2026-04&tier=GOLD")
                .body("months.closing", contains("0.00", "0.00", "0.00", "0.00"));
        LedgerRows.of("chosen")
                .run("update account_copy set tags = '{vip}' where tenant_id = 'chosen' and name = 'Bela'");
        get("chosen", "from=2026-01&to=2026-01&tag=vip&tag=new")
                .body("months.closing", contains("300.00"))
                .body("months.counts.closing", contains(1));
        get("chosen", "from=2026-02&to=2026-02&product=" + LedgerRows.id("product") + "&product=none")
                .body("months.closing", contains("457.00"));
        get("chosen", "from=2026-02&to=2026-02&product=none").statusCode(200).body("months.closing", contains("0.00"));
        get("chosen", "from=2026-03&to=2026-03&region=Sul&groupBy=sector")
                .body("months[0].groups.group", contains("Banco", "Varejo", "NONE"))
                .body("months[0].groups.closing", contains("160.00", "0.00", "7.00"));
    }

    @Test
    void groupsChosenAccountsByTheirLines() {
        aPortfolio("lines");

        // Acme's one line has its value of sector until March, then leaves Varejo with all it has
        get("lines", "from=2026-01&to=2026-03&sector=Varejo&groupBy=product")
                .body("months.groups.size()", equalTo(3))
                .body("months[0].groups.new", contains("100.00"))
                .body("months[1].groups.expansion", contains("50.00"))
                .body("months[2].groups.expansion", contains("10.00"))
                .body("months[2].groups.transferOut", contains("160.00"))
                .body("months[2].groups.closing", contains("0.00"))
                .body("months[2].groups.counts.closing", contains(0));
        get("lines", "from=2026-03&to=2026-03&sector=Banco&groupBy=term")
                .body("groups", equalTo(List.of(Map.of("key", "OPEN", "label", "Open-ended"))))
                .body(
                        "months[0].groups.transferIn.sum { new BigDecimal(it) }",
                        equalTo(new java.math.BigDecimal("160.00")))
                .body(
                        "months[0].groups.freeze.sum { new BigDecimal(it) }",
                        equalTo(new java.math.BigDecimal("300.00")));
    }

    @Test
    void givesTheStatementAsATable() {
        aPortfolio("csv");
        String question = "from=2026-01&to=2026-02&asOf=2026-05-01&groupBy=sector";

        assertEquals("""
                month,group,groupLabel,opening,new,reactivation,expansion,readjustment,unfreeze,freeze,contraction,churn,fx,transferIn,transferOut,closing,frozen,openingAccounts,newAccounts,\
                reactivatedAccounts,expandedAccounts,contractedAccounts,churnedAccounts,transferInAccounts,transferOutAccounts,closingAccounts,frozenAccounts,flags\r
                2026-01,,,0.00,407.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,407.00,0.00,0,3,0,0,0,0,0,0,3,0,\r
                2026-01,Banco,Banco,0.00,300.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,300.00,0.00,0,1,0,0,0,0,0,0,1,0,\r
                2026-01,Varejo,Varejo,0.00,100.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,100.00,0.00,0,1,0,0,0,0,0,0,1,0,\r
                2026-01,NONE,No sector,0.00,7.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,7.00,0.00,0,1,0,0,0,0,0,0,1,0,\r
                2026-02,,,407.00,0.00,0.00,50.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,457.00,0.00,3,0,0,1,0,0,0,0,3,0,\r
                """, csv("csv", question, 200).lines().limit(6).collect(Collectors.joining("\r\n", "", "\r\n")));
        assertEquals(
                "2026-01;;;0,00;407,00;0,00;0,00;0,00;0,00;0,00;0,00;0,00;0,00;0,00;0,00;407,00;0,00;0;3;0;0;0;0;0;0;3;0;",
                csv("csv", question + "&locale=pt-BR", 200).lines().toList().get(1));
        csv("csv", question + "&locale=fr", 400);
        given().auth()
                .oauth2(Issuer.token("csv", "vera", "viewer"))
                .accept("image/png")
                .get("/v1/mrr/statement?" + question)
                .then()
                .statusCode(406)
                .body("code", equalTo("NOT_ACCEPTABLE"));
        given().auth()
                .oauth2(Issuer.token("csv", "vera", "viewer"))
                .delete("/v1/mrr/statement")
                .then()
                .statusCode(405)
                .body("code", equalTo("METHOD_NOT_ALLOWED"));
    }

    @Test
    void downloadsTheTableOnceByALink() throws Exception {
        aPortfolio("linked");
        String question = "from=2026-01&to=2026-04&groupBy=sector&locale=pt-BR";

        String url = link(question).statusCode(201).extract().path("url");

        String file = given().urlEncodingEnabled(false)
                .accept("text/html")
                .get(url)
                .then()
                .statusCode(200)
                .header("Content-Disposition", "attachment; filename=\"mrr-statement.csv\"")
                .extract()
                .asString();
        assertEquals(csv("linked", question, 200), file);
        assertEquals(
                "2026-01;;;0,00;407,00;0,00;0,00;0,00;0,00;0,00;0,00;0,00;0,00;0,00;0,00;407,00;0,00;0;3;0;0;0;0;0;0;3;0;",
                file.lines().toList().get(1));
        given().urlEncodingEnabled(false).get(url).then().statusCode(401);
        link("from=2026-01&to=2026-04&attr.size=L").statusCode(201);
        link("from=2026-01&until=2026-04").statusCode(400).body("errors[0].parameter", equalTo("until"));
        link("from=January&to=2026-04").statusCode(400).body("errors[0].parameter", equalTo("from"));
    }

    private static ValidatableResponse link(String query) {
        return given().auth()
                .oauth2(Issuer.token("linked", "vera", "viewer"))
                .post("/v1/mrr/statement/download-links?" + query)
                .then();
    }

    @Test
    void readsNoAccountForAllAccountsOrOneGroup() throws Exception {
        aPortfolio("constant");

        assertEquals(0, rowsRead("constant", null, Map.of()));
        assertEquals(0, rowsRead("constant", null, Map.of(), RETOLD));
        assertEquals(0, rowsRead("constant", new Dimension("sector"), Map.of("sector", List.of("Banco")), RETOLD));
        assertEquals(0, rowsRead("constant", new Dimension("sector"), Map.of()));
        assertEquals(0, rowsRead("constant", new Dimension("product"), Map.of()));
        assertEquals(0, rowsRead("constant", null, Map.of("sector", List.of("Banco"))));
        assertEquals(0, rowsRead("constant", new Dimension("sector"), Map.of("sector", List.of("Banco"))));
        assertTrue(rowsRead("constant", null, Map.of("sector", List.of("Banco"), "region", List.of("Sul"))) > 0);
    }

    /** What conventions cost grows with the accounts they concern, not with the base. */
    @Test
    void readsOnlyTheAccountsThatConventionsConcern() {
        LedgerRows rows = LedgerRows.of("concerned")
                .knownAt("2026-05-02T12:00:00Z", 10, 1)
                .rate("EUR", "2026-01-01", "5")
                .account("Abroad")
                .lineIn("EUR", "Abroad", "Abroad line", "2026-01-01", "", "10")
                .account("Mother")
                .line("Mother", "Mother line", "2026-01-01", "", "10", "")
                .account("Daughter")
                .line("Daughter", "Daughter line", "2026-01-01", "", "10", "")
                .parent("Daughter", "Mother")
                .learn("Abroad", "Mother", "Daughter");
        long alone = rowsRead("concerned", null, Map.of(), RETOLD);

        rows.run("""
                insert into account_copy (tenant_id, id, version, name)
                select 'concerned', md5('other' || i)::uuid, 1, 'Other ' || i from generate_series(1, 20000) i""");
        rows.run("""
                insert into line_term (tenant_id, line_id, starts_on, pos, ends_on, account_id, contract_id, product_id, quantity, unit_price, discount, billing_period_months, currency, mrr_e4)
                select 'concerned', md5('line' || i)::uuid, '2026-01-01', 10, '9999-12-31', md5('other' || i)::uuid, md5('contract' || i)::uuid, md5('product')::uuid, 1, 1, 0, 1, 'BRL', 10000
                  from generate_series(1, 20000) i""");
        rows.run("analyze account_copy").run("analyze line_term");

        long amongOthers = rowsRead("concerned", null, Map.of(), RETOLD);
        assertTrue(alone > 0, "nothing was told anew");
        assertTrue(amongOthers <= 2 * alone + 20, alone + " rows alone, " + amongOthers + " among 20,000 others");
    }

    private long rowsRead(String tenant, @Nullable Dimension groupBy, Map<String, List<String>> filter) {
        return rowsRead(tenant, groupBy, filter, Conventions.STANDARD);
    }

    /** Rows of tables that grow with the accounts, read for a statement, as PostgreSQL counts them. */
    private long rowsRead(
            String tenant, @Nullable Dimension groupBy, Map<String, List<String>> filter, Conventions conventions) {
        AtomicLong rows = new AtomicLong();
        transactions.run(new TenantId(tenant), () -> {
            // tables as small as these would be read whole for the sake of an index' empty answer
            jdbi.useHandle(handle -> handle.execute("set local enable_seqscan = off"));
            long before = rowsRead();
            statements.answer(new Statements.Question(
                    YearMonth.of(2026, 1),
                    YearMonth.of(2026, 4),
                    groupBy,
                    AccountFilter.of(filter),
                    conventions,
                    null,
                    null));
            rows.set(rowsRead() - before);
        });
        return rows.get();
    }

    private long rowsRead() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)::bigint from pg_stat_xact_user_tables
                         where relname in ('account_copy', 'account_parent', 'account_freeze', 'account_group', 'account_interval', 'group_interval', 'month_change', 'movement', 'line_piece', 'line_term')""").mapTo(Long.class).one());
    }

    private static String csv(String tenant, String query, int status) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .accept("text/csv")
                .get("/v1/mrr/statement?" + query)
                .then()
                .statusCode(status)
                .extract()
                .asString();
    }

    @Test
    void namesWhatItDoesNotUnderstand() {
        get("empty", "from=2026-03&to=2026-01")
                .statusCode(400)
                .body("code", equalTo("ENDS_BEFORE_START"))
                .body("errors[0].parameter", equalTo("to"));
        get("empty", "from=2026-03").statusCode(400).body("errors[0].parameter", equalTo("to"));
        get("empty", "from=2026-03&to=2026-03&colour=red").statusCode(400).body("code", equalTo("UNKNOWN_PARAMETER"));
        get("empty", "from=2026-03&to=2026-03&groupBy=colour")
                .statusCode(400)
                .body("errors[0].parameter", equalTo("groupBy"));
        get("empty", "from=1900-01&to=2999-12").statusCode(400).body("code", equalTo("TOO_MANY_POINTS"));
        given().get("/v1/mrr/statement?from=2026-03&to=2026-03").then().statusCode(401);
    }

    private static LedgerRows exampleOne(String tenant) {
        return LedgerRows.of(tenant)
                .knownAt("2026-04-02T12:00:00Z", 4711, 0xa1f)
                .cell("total", "", "NEW", "2026-02", "100000", 50)
                .cell("total", "", "NEW", "2026-03", "8000", 3)
                .cell("total", "", "REACTIVATION", "2026-03", "1000", 1)
                .cell("total", "", "EXPANSION", "2026-03", "5000", 6)
                .cell("total", "", "READJUSTMENT", "2026-03", "1200", 9)
                .cell("total", "", "FREEZE", "2026-03", "2000", 1)
                .cell("total", "", "FROZEN", "2026-03", "2000", 1)
                .cell("total", "", "CONTRACTION", "2026-03", "1500", 2)
                .cell("total", "", "CHURN", "2026-03", "4000", 2);
    }

    private static void aPortfolio(String tenant) {
        LedgerRows.of(tenant)
                .knownAt("2026-05-02T12:00:00Z", 10, 1)
                .account("Acme")
                .inGroup("Acme", "sector", "ever", "Varejo")
                .inGroup("Acme", "sector", "2026-03-10", "Banco")
                .inGroup("Acme", "region", "ever", "Sul")
                .line("Acme", "CRM", "2026-01-05", "2026-02-10", "100", "")
                .line("Acme", "CRM", "2026-02-10", "2026-03-20", "150", "")
                .line("Acme", "CRM", "2026-03-20", "2026-04-11", "160", "")
                .account("Bela")
                .inGroup("Bela", "sector", "ever", "Banco")
                .line("Bela", "ERP", "2026-01-01", "", "300", "")
                .freeze("Bela", "2026-03-15", "")
                .account("Cita")
                .inGroup("Cita", "region", "ever", "Sul")
                .line("Cita", "BI", "2026-01-01", "", "7", "")
                .learn("Acme", "Bela", "Cita");
    }

    private static ValidatableResponse get(String tenant, String query) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/mrr/statement?" + query)
                .then();
    }
}
