package io.farol.metrics.accountsfeed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What one changed line costs beside 100,000 other accounts, counted by PostgreSQL itself. */
class LedgerCostTest {
    private static final int OTHERS = 100_000;

    /** What a change adds in each dimension of accounts: its flow, four months of windows. */
    private static final int ROWS_OF_A_DIMENSION = 5;

    /** The months of a step and its end that a line leaves, and those that it comes to. */
    private static final int ROWS_OF_ENDS = 2;

    private static final String ANA = new UUID(0, 2).toString();
    private static final UUID CRM = new UUID(0, 1);
    private static final List<String> BY_ACCOUNT = List.of(
            "line_term",
            "account_group",
            "account_freeze",
            "line_piece",
            "account_interval",
            "group_interval",
            "movement",
            "month_change");

    private final Books books = new Books("cost");

    @Test
    void oneChangedLineWritesAtMost60RowsAndReadsNoOtherAccount() {
        LedgerDatabase.run(books.tenant, LedgerCostTest::others);
        LedgerDatabase.look(handle -> handle.execute("analyze"));
        books.reportIn("BRL");
        UUID old = account();
        UUID lineOfOld = books.line(old, CRM, day("2024-01-01"), null, 100_0000, "BRL");
        UUID young = account();
        UUID lineOfYoung = books.line(young, CRM, day("2025-01-01"), null, 100_0000, "BRL");
        UUID gone = account();
        UUID lineOfGone = books.line(gone, CRM, day("2024-01-01"), null, 100_0000, "BRL");
        UUID dated = account();
        UUID lineOfDated = books.line(dated, CRM, day("2024-02-17"), day("2026-03-12"), 100_0000, "BRL");
        UUID wide = account();
        for (String dim : new String[] {"attr.size", "attr.plan", "attr.owner"}) {
            books.group(wide, dim, "A", null);
        }
        UUID lineOfWide = books.line(wide, CRM, day("2025-01-01"), null, 100_0000, "BRL");
        UUID cared = books.account(
                "sector", "A", "region", "S", "country", "BR", "channel", "ads", "seller", "Rui", "csm", ANA);
        UUID lineOfCared = books.line(cared, CRM, day("2025-01-01"), null, 100_0000, "BRL");
        UUID caredAndDated = books.account(
                "sector", "A", "region", "S", "country", "BR", "channel", "ads", "seller", "Rui", "csm", ANA);
        UUID lineOfCaredAndDated =
                books.line(caredAndDated, CRM, day("2024-02-17"), day("2026-03-12"), 100_0000, "BRL");
        books.publish();

        books.changeLine(lineOfOld, day("2025-06-01"), BigDecimal.TWO, 150_0000, null);
        long rowsOfExpansion = publishCounted();
        books.changeLine(lineOfYoung, day("2025-03-01"), BigDecimal.ONE, 80_0000, null);
        long rowsOfYoungContraction = publishCounted();
        books.changeLine(lineOfOld, day("2025-08-01"), BigDecimal.ONE, 120_0000, null);
        long rowsOfContractionAfterExpansion = publishCounted();
        books.endLine(lineOfGone, day("2025-06-01"), "PRICE");
        long rowsOfChurn = publishCounted();
        books.changeLine(lineOfDated, day("2025-06-10"), BigDecimal.ONE, 120_0000, null);
        books.endLine(lineOfDated, day("2026-03-12"), null);
        Map<String, Long> rise = publishCounting();
        long rowsOfRise = rise.get("written");
        long rowsOfEnds = rise.get("ends");

        books.changeLine(lineOfWide, day("2025-03-01"), BigDecimal.ONE, 80_0000, null);
        long rowsOfThreeMoreDimensions = publishCounted() - rowsOfYoungContraction;

        books.changeLine(lineOfCared, day("2025-03-01"), BigDecimal.ONE, 80_0000, null);
        long rowsWithCsm = publishCounted();
        books.changeLine(lineOfCaredAndDated, day("2025-06-10"), BigDecimal.ONE, 120_0000, null);
        books.endLine(lineOfCaredAndDated, day("2026-03-12"), null);
        rowsWithCsm = Math.max(rowsWithCsm, publishCounted());

        System.out.printf(
                "rows written: expansion %d, contraction of a young account %d (three more dimensions: %d more), contraction soon after an expansion %d, churn %d, rise of a line that ends %d (%d of ends), with a csm at most %d%n",
                rowsOfExpansion,
                rowsOfYoungContraction,
                rowsOfThreeMoreDimensions,
                rowsOfContractionAfterExpansion,
                rowsOfChurn,
                rowsOfRise,
                rowsOfEnds,
                rowsWithCsm);
        assertTrue(rowsOfExpansion <= 60, "expansion " + rowsOfExpansion);
        assertTrue(rowsOfYoungContraction <= 60, "young contraction " + rowsOfYoungContraction);
        assertTrue(
                rowsOfContractionAfterExpansion <= 60,
                "contraction after expansion " + rowsOfContractionAfterExpansion);
        assertTrue(rowsOfChurn <= 60, "churn " + rowsOfChurn);
        assertTrue(rowsOfRise <= 60, "rise of a line that ends " + rowsOfRise);
        assertTrue(rowsWithCsm <= 60 + ROWS_OF_A_DIMENSION, "with a csm " + rowsWithCsm);
        assertTrue(rowsOfEnds <= ROWS_OF_ENDS, "ends " + rowsOfEnds);
        assertTrue(
                rowsOfThreeMoreDimensions <= 3 * ROWS_OF_A_DIMENSION,
                "three more dimensions " + rowsOfThreeMoreDimensions);
    }

    private UUID account() {
        return books.account("sector", "A", "region", "S", "country", "BR", "channel", "ads", "seller", "Rui");
    }

    /** Rows inserted, updated and deleted. */
    private long publishCounted() {
        return publishCounting().get("written");
    }

    /** The same, and how many of them are of what ends; asserts that tables by account were only looked into by index, for a handful of rows. */
    private Map<String, Long> publishCounting() {
        LedgerDatabase.run(books.tenant, handle -> handle.execute("select pg_stat_force_next_flush()"));
        Map<String, Long> counts = new HashMap<>();
        books.publish(handle -> {
            counts.put("written", count(handle, "sum(n_tup_ins + n_tup_upd + n_tup_del)", "true"));
            counts.put("ends", count(handle, "sum(n_tup_ins + n_tup_upd + n_tup_del)", "relname = 'end_cell'"));
            String tables = "relname in ('" + String.join("', '", BY_ACCOUNT) + "')";
            counts.put("scanned", count(handle, "sum(coalesce(seq_tup_read, 0))", tables));
            counts.put("fetched", count(handle, "sum(coalesce(idx_tup_fetch, 0))", tables));
        });

        assertEquals(0, counts.get("scanned"));
        assertTrue(counts.get("fetched") < 100, "rows fetched: " + counts.get("fetched"));
        return counts;
    }

    private static long count(Handle handle, String figure, String where) {
        return handle.createQuery("select " + figure + "::bigint from pg_stat_xact_user_tables where " + where)
                .mapTo(Long.class)
                .one();
    }

    /** A line since 2024 each; set-based, as a rebuild would have written them. */
    private static void others(Handle handle) {
        handle.execute(
                "create temp table other on commit drop as select gen_random_uuid() as account_id, gen_random_uuid() as line_id, gen_random_uuid() as contract_id from generate_series(1, "
                        + OTHERS + ")");
        handle.execute("""
                insert into line_term (tenant_id, line_id, starts_on, pos, ends_on, account_id, contract_id, product_id, quantity, unit_price, discount, billing_period_months, currency, mrr_e4)
                select 'cost', line_id, '2024-01-01', 0, '9999-12-31', account_id, contract_id, '00000000-0000-0000-0000-000000000001', 1, 100, 0, 1, 'BRL', 1000000 from other""");
        handle.execute("""
                insert into line_piece (tenant_id, gen, line_id, from_day, pos, until_day, account_id, product_id, quantity, currency, mrr_e4, rate, mrr_rc_e4, term)
                select 'cost', 1, line_id, '2024-01-01', 0, '9999-12-31', account_id, '00000000-0000-0000-0000-000000000001', 1, 'BRL', 1000000, 1, 1000000, 'OPEN' from other""");
        handle.execute(
                "insert into account_group select 'cost', account_id, 'sector', '0001-01-01', 0, 9223372036854775807, 'A' from other");
        handle.execute(
                "insert into group_interval select 'cost', 1, account_id, 'sector', '0001-01-01', 0, 9223372036854775807, '9999-12-31', 'A' from other");
        handle.execute(
                "insert into account_interval select 'cost', 1, account_id, '2024-01-01', 0, 9223372036854775807, '9999-12-31', 1000000, 0 from other");
        handle.execute(
                "insert into account_freeze (tenant_id, account_id, id, pos, from_on, until_on, reason, is_billing_suspended) select 'cost', account_id, gen_random_uuid(), 0, '2024-05-01', '2024-06-01', 'WORKS', false from other limit 5000");
        handle.execute(
                "insert into movement (tenant_id, gen, account_id, day, kind, pos, amount_e4) select 'cost', 1, account_id, '2024-01-01', 'NEW', 0, 1000000 from other");
        handle.execute(
                "insert into month_change select 'cost', 1, account_id, 2024 * 12, 'NEW', 0, 9223372036854775807, 0, 1000000, 1000000 from other");
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }
}
