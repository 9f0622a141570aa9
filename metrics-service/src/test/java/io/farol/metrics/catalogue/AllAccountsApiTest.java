package io.farol.metrics.catalogue;

import static io.farol.metrics.catalogue.MetricApiTest.get;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.metrics.LedgerRows;
import io.farol.metrics.retelling.ConventionParameters;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.runtime.error.Language;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Contract values and tickets of all accounts, which are read from cells, against the same accounts chosen, which are read one by one. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class AllAccountsApiTest {
    private static final List<String> QUESTIONS = List.of(
            "acv?from=2025-01&to=2026-06&asOf=2026-12-01",
            "acv?from=2025-01&to=2026-06&asOf=2026-12-01&convention=PER_ACCOUNT",
            "acv?from=2026-01&to=2026-01&asOf=2026-12-01",
            "average_ticket?from=2025-01&to=2026-06&asOf=2026-12-01",
            "average_ticket?from=2025-01&to=2026-06&asOf=2026-12-01&granularity=QUARTER&convention=ANNUAL",
            "average_ticket?from=2026-01&to=2026-01&asOf=2026-12-01");

    @Inject
    Metrics metrics;

    @Inject
    TenantTransaction transactions;

    @Inject
    Jdbi jdbi;

    @Test
    void isTheSameOfAllAccountsAsOfAllOfThemChosen() {
        LedgerRows rows = LedgerRows.of("all-same").knownAt("2026-01-02T12:00:00Z", 10, 1);
        Random random = new Random(7);
        learn(rows, random, 0, 61);
        List<String> before = answers("");
        assertEquals(before, answers("&region=Sul&sector=NONE"));

        rows.knownAt("2026-01-03T12:00:00Z", 20, 2);
        rows.run(
                "update line_term set pos_to = 20 where tenant_id = 'all-same' and line_id = ? and pos = 10",
                LedgerRows.id("Account 7 line 0"));
        learn(rows, random, 61, 90, "Account 7");

        List<String> after = answers("");
        assertEquals(after, answers("&region=Sul&sector=NONE"));
        assertTrue(before.stream().noneMatch(after::contains));
        assertEquals(before, answers("&knownAt=2026-01-02T12:00:00Z"));
        assertEquals(before, answers("&knownAt=2026-01-02T12:00:00Z&region=Sul&sector=NONE"));
        assertEquals(
                get("all-same", QUESTIONS.getFirst()).extract().<List<String>>path("series.value"),
                get("all-same", QUESTIONS.getFirst() + "&groupBy=region")
                        .extract()
                        .<List<String>>path("series.findAll { it.group == 'Sul' }.value"));
    }

    private static List<String> answers(String more) {
        return QUESTIONS.stream()
                .map(question -> get("all-same", question + more)
                        .statusCode(200)
                        .extract()
                        .asString())
                .toList();
    }

    /** Contracts of one or two lines, of all terms, some of which change, end or are frozen. */
    private static void learn(LedgerRows rows, Random random, int from, int until, String... changed) {
        List<String> accounts = new ArrayList<>(List.of(changed));
        for (int i = from; i < until; i++) {
            String account = "Account " + i;
            accounts.add(account);
            rows.account(account).inGroup(account, "region", "ever", "Sul");
            for (int nr = 0; nr <= random.nextInt(3); nr++) {
                LocalDate start = LocalDate.parse("2024-06-01").plusDays(random.nextInt(600));
                LocalDate change = start.plusDays(1 + random.nextInt(400));
                LocalDate end = change.plusDays(1 + random.nextInt(400));
                String line = account + " line " + nr;
                rows.line(account, line, start.toString(), change.toString(), amount(random), "");
                if (random.nextInt(3) > 0) {
                    rows.line(
                            account,
                            line,
                            change.toString(),
                            random.nextBoolean() ? "" : end.toString(),
                            amount(random),
                            "UPSELL");
                }
                rows.run(
                        "update line_term set term_months = ? where tenant_id = 'all-same' and line_id = ?",
                        new Integer[] {null, 1, 5, 12, 36}[random.nextInt(5)],
                        LedgerRows.id(line));
            }
            if (random.nextInt(6) == 0) {
                rows.freeze(account, "2025-11-20", "2026-02-03");
            }
        }
        rows.learn(accounts.toArray(String[]::new));
    }

    private static String amount(Random random) {
        return (random.nextInt(30) == 0 ? 90_000 : 90 + random.nextInt(40)) + ".%04d".formatted(random.nextInt(10_000));
    }

    @Test
    void saysWhenTicketsSpreadWidely() {
        LedgerRows.of("all-wide")
                .knownAt("2026-01-02T12:00:00Z", 10, 1)
                .account("Acme")
                .line("Acme", "CRM", "2026-01-10", "", "10", "")
                .account("Bela")
                .line("Bela", "BI", "2026-02-01", "", "20.0003", "")
                .account("Cita")
                .line("Cita", "ERP", "2026-02-01", "", "20", "")
                .account("Dora")
                .line("Dora", "ERP", "2026-03-01", "", "9000", "")
                .learn("Acme", "Bela", "Cita", "Dora");

        get("all-wide", "average_ticket?from=2025-12&to=2026-03&asOf=2026-12-01")
                .body("series.median", contains(null, "10.00", "20.00", "20.00"))
                .body("series[3].flags", hasItem("HIGH_DISPERSION"))
                .body("series[2].flags", not(hasItem("HIGH_DISPERSION")));
    }

    /** 5,000 tickets from 1 to 5,000; the 32 from 2,496 to 2,527 are in the bucket of the median, in which two places are looked up for each of six months. */
    @Test
    void looksAtNoTicketOutsideOfTheMediansBucket() {
        manyAccounts("all-tickets");

        long read = ticketsRead("all-tickets");
        assertTrue(read > 0 && read <= 6 * 2 * 32, "tickets read: " + read);
        get("all-tickets", "average_ticket?from=2026-03&to=2026-03&asOf=2026-12-01")
                .body("series.value", contains("0.25"))
                .body("series.median", contains("0.25"));
    }

    /** MRR of 0.0001 to 0.5 each, written as the ledger would. */
    private static void manyAccounts(String tenant) {
        LedgerRows rows = LedgerRows.of(tenant).knownAt("2026-01-02T12:00:00Z", 10, 1);
        rows.run(
                        "insert into account_interval (tenant_id, gen, account_id, from_day, until_day, pos, mrr_e4, frozen_e4) select ?, 1, md5(n::text)::uuid, '2026-01-10', '9999-12-31', 10, n, 0 from generate_series(1, 5000) n",
                        tenant)
                .run(
                        "insert into cell (tenant_id, gen, dim, value, measure, month, amount_e4, n) select ?, 1, 'total', '', 'NEW', 24312, sum(n), 5000 from generate_series(1, 5000) n",
                        tenant)
                .run(
                        "insert into cell_block select ?, 1, 'tickets:total', 24312, array_agg(m), array_agg(24312), array_agg(a), array_agg(c) from (select 'SQUARES' as m, sum(n * n) as a, 0::bigint as c from generate_series(1, 5000) n union all select 'TICKET ' || farol_ticket_bucket(n), 0, count(*) from generate_series(1, 5000) n group by farol_ticket_bucket(n)) d",
                        tenant)
                // a vacuum would let PostgreSQL answer from the index alone, uncounted
                .run("alter table account_interval set (autovacuum_enabled = false)")
                .run("analyze account_interval");
    }

    private long ticketsRead(String tenant) {
        MetricQuestion question = new MetricParameters(
                        YearMonth.of(2026, 1),
                        YearMonth.of(2026, 6),
                        null,
                        null,
                        null,
                        null,
                        null,
                        LocalDate.of(2026, 12, 1),
                        null)
                .question("average_ticket", ConventionParameters.NONE, AccountFilter.ALL);
        AtomicLong rows = new AtomicLong();
        transactions.run(new TenantId(tenant), () -> {
            // a table as small as this would be read whole
            jdbi.useHandle(handle -> handle.execute("set local enable_seqscan = off"));
            long before = ticketsRead();
            metrics.answer(question, Language.ENGLISH);
            rows.set(ticketsRead() - before);
        });
        return rows.get();
    }

    private long ticketsRead() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)::bigint from pg_stat_xact_user_tables where relname = 'account_interval'")
                .mapTo(Long.class)
                .one());
    }
}
