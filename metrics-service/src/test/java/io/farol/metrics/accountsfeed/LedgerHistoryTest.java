package io.farol.metrics.accountsfeed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.metrics.catalogue.ScheduledReads;
import io.farol.metrics.ledger.LedgerTime;
import io.farol.metrics.ledger.LedgerUpdate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jdbi.v3.core.Handle;

/** Whatever happens to contracts, in whatever order it is learnt: the ledger is the definition, a rebuild is the ledger, and what was said once can be said again. */
class LedgerHistoryTest {
    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final List<String> TABLES = List.of(
            "line_piece",
            "account_interval",
            "group_interval",
            "movement",
            "month_change",
            "contract_value",
            "cell",
            "window_cell",
            "cell_block",
            "end_cell",
            "cell_log");
    private static final List<String> KINDS =
            List.of("NEW", "REACTIVATION", "EXPANSION", "READJUSTMENT", "UNFREEZE", "FREEZE", "CONTRACTION", "CHURN");

    private static final int FIRST = LedgerTime.monthOf(SlowLedger.FIRST.atDay(1));

    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void isTheDefinitionAndARebuildAndReproducible(@ForAll long seed) {
        String tenant = "random-" + TENANTS.incrementAndGet();
        RandomHistory history = new RandomHistory(seed, tenant, 3);
        Map<Long, Map<String, String>> told = new LinkedHashMap<>();
        Map<Long, Map<LocalDate, Map<Integer, String>>> scheduled = new LinkedHashMap<>();
        while (history.fewestChanges() < 30) {
            history.step();
            long pos = history.books.publish().pos();
            told.put(pos, LedgerDatabase.call(tenant, handle -> told(handle, tenant, pos)));
            scheduled.put(pos, scheduled(history.books, new Random(seed + pos), 2));
        }
        scheduled.put(Long.MAX_VALUE - 1, scheduled(history.books, new Random(seed), 20));

        Map<String, Long> expected = new SlowLedger(history.books).figures();

        assertTrue(history.late * 100 >= 30 * history.changes, "late " + history.late);
        assertTrue(history.sameDay * 100 >= 10 * history.changes, "same day " + history.sameDay);
        LedgerDatabase.run(tenant, handle -> {
            assertIsTheDefinition(expected, handle, tenant);
            assertGroupsOfLinesAddUp(LedgerFigures.read(handle, tenant));
            assertRowsAgree(handle, tenant);
        });
        assertScheduledIsTheDefinition(scheduled, tenant);
        told.forEach(
                (pos, cells) -> assertEquals(cells, LedgerDatabase.call(tenant, handle -> told(handle, tenant, pos))));
        assertRebuildIsTheSame(history.books);
        told.forEach(
                (pos, cells) -> assertEquals(cells, LedgerDatabase.call(tenant, handle -> told(handle, tenant, pos))));
        assertScheduledIsTheDefinition(scheduled, tenant);
    }

    /** Scheduled churn of all months as some days see it. */
    private static Map<LocalDate, Map<Integer, String>> scheduled(Books books, Random random, int days) {
        Map<LocalDate, Map<Integer, String>> scheduled = new LinkedHashMap<>();
        for (int i = 0; i < days; i++) {
            LocalDate asOf = SlowLedger.FIRST.atDay(1).plusDays(random.nextInt(1500));
            Map<Integer, String> ofMonths = new TreeMap<>();
            for (int month = FIRST; month < FIRST + SlowLedger.MONTHS; month++) {
                ofMonths.put(month, SlowScheduled.at(books, ScheduledReads.servedOn(month, asOf), asOf));
            }
            scheduled.put(asOf, ofMonths);
        }
        return scheduled;
    }

    /** From cells, and line by line. */
    private static void assertScheduledIsTheDefinition(
            Map<Long, Map<LocalDate, Map<Integer, String>>> scheduled, String tenant) {
        int last = FIRST + SlowLedger.MONTHS - 1;
        LedgerDatabase.run(tenant, handle -> {
            int gen = LedgerUpdate.activeGeneration(handle, tenant);
            scheduled.forEach((pos, days) -> days.forEach((asOf, expected) -> {
                assertEquals(
                        expected,
                        ScheduledReads.fromCells(handle, tenant, gen, pos, asOf, FIRST, last),
                        "from cells, as of " + asOf + " at " + pos);
                assertEquals(
                        expected,
                        ScheduledReads.byLine(handle, tenant, gen, pos, asOf, FIRST, last),
                        "by line, as of " + asOf + " at " + pos);
            }));
        });
    }

    /** All that figures of a point are made of; those that cost most at some points and months. */
    private static Map<String, String> told(Handle handle, String tenant, long pos) {
        Map<String, String> told = LedgerFigures.cellsAt(handle, tenant, pos);
        if (pos % 8 == 0) {
            TotalFigures.read(handle, tenant, pos, Map.copyOf(told), 11)
                    .forEach((key, value) -> told.put(key, "" + value));
        }
        return told;
    }

    private static void assertIsTheDefinition(Map<String, Long> expected, Handle handle, String tenant) {
        Map<String, Long> actual = LedgerFigures.read(handle, tenant);
        assertEquals(List.of(), differences(expected, actual));
    }

    private static List<String> differences(Map<String, Long> expected, Map<String, Long> actual) {
        TreeMap<String, Long> all = new TreeMap<>(expected);
        all.putAll(actual);
        return all.keySet().stream()
                .filter(key -> !expected.getOrDefault(key, 0L).equals(actual.getOrDefault(key, 0L)))
                .map(key -> key + " expected " + expected.get(key) + " but was " + actual.get(key))
                .limit(30)
                .toList();
    }

    private static void assertGroupsOfLinesAddUp(Map<String, Long> figures) {
        for (String dim : List.of("product", "term")) {
            Map<String, Long> sums = new TreeMap<>();
            Map<String, Long> totals = new TreeMap<>();
            Map<String, Long> transfers = new TreeMap<>();
            figures.forEach((key, value) -> {
                String[] parts = key.split("\\|", -1);
                boolean isFlow = KINDS.contains(parts[3]) || parts[3].equals("closing") || parts[3].equals("frozen");
                if (parts[0].equals(dim) && isFlow) {
                    sums.merge(parts[2] + parts[3], value, Long::sum);
                } else if (parts[0].equals("total") && isFlow) {
                    totals.put(parts[2] + parts[3], value);
                } else if (parts[0].equals(dim) && parts[3].equals("TRANSFER_IN")) {
                    transfers.merge(parts[2], value, Long::sum);
                } else if (parts[0].equals(dim) && parts[3].equals("TRANSFER_OUT")) {
                    transfers.merge(parts[2], -value, Long::sum);
                }
            });
            sums.values().removeIf(value -> value == 0);
            transfers.values().removeIf(value -> value == 0);
            assertEquals(totals, sums, dim);
            assertEquals(Map.of(), transfers, dim);
        }
    }

    /** Movements by day add up to the intervals' steps; month changes to the cells; nothing believed overlaps. */
    private static void assertRowsAgree(Handle handle, String tenant) {
        assertEquals(
                List.of(),
                handle.createQuery("""
                                select coalesce(m.account_id, s.account_id) || ' ' || coalesce(m.day, s.day)
                                  from (select account_id, day, sum(amount_e4) as amount from movement where tenant_id = :tenant group by 1, 2 having sum(amount_e4) <> 0) m
                                  full join (select account_id, day, sum(amount) as amount
                                               from (select account_id, from_day as day, mrr_e4 as amount from account_interval where tenant_id = :tenant and pos_to = 9223372036854775807
                                                     union all
                                                     select account_id, until_day, -mrr_e4 from account_interval
                                                      where tenant_id = :tenant and pos_to = 9223372036854775807 and until_day < '9999-12-31') i
                                              group by 1, 2 having sum(amount) <> 0) s on s.account_id = m.account_id and s.day = m.day
                                 where m.amount is distinct from s.amount""")
                        .bind("tenant", tenant)
                        .mapTo(String.class)
                        .list());
        assertEquals(
                List.of(),
                handle.createQuery("""
                                select coalesce(m.month, c.month) || ' ' || coalesce(m.kind, c.measure)
                                  from (select month, kind, sum(amount_e4) as amount, count(*) as n from month_change where tenant_id = :tenant and pos_to = 9223372036854775807 group by 1, 2) m
                                  full join (select month, measure, amount_e4, n from cell where tenant_id = :tenant and dim = 'total' and measure <> 'FROZEN') c
                                    on c.month = m.month and c.measure = m.kind
                                 where m.amount is distinct from c.amount_e4 or m.n is distinct from c.n""")
                        .bind("tenant", tenant)
                        .mapTo(String.class)
                        .list());
        assertEquals(
                List.of(),
                handle.createQuery("""
                                select month || ' ' || end_month from end_cell
                                 where tenant_id = :tenant
                                   and ((select array[sum(a), sum(b), sum(c), sum(d)]::bigint[] from unnest(started_e4, ended_e4, started, ended) x (a, b, c, d)) <> array[amount_e4, amount_e4, n, n]
                                        or array_length(started_e4, 1) + array_length(ended_e4, 1) + array_length(started, 1) + array_length(ended, 1) <> 4 * 31)""")
                        .bind("tenant", tenant)
                        .mapTo(String.class)
                        .list());
    }

    static void assertRebuildIsTheSame(Books books) {
        int gen = books.rebuild();
        LedgerDatabase.run(books.tenant, handle -> {
            for (String table : TABLES) {
                List<String> differences = new ArrayList<>();
                for (String[] sides :
                        new String[][] {{"incremental", "" + (gen - 1), "" + gen}, {"rebuild", "" + gen, "" + (gen - 1)}
                        }) {
                    handle.createQuery(
                                    "select (to_jsonb(t) - 'gen' - 'tenant_id')::text from %1$s t where tenant_id = :tenant and gen = %2$s except all select (to_jsonb(t) - 'gen' - 'tenant_id')::text from %1$s t where tenant_id = :tenant and gen = %3$s limit 4"
                                            .formatted(table, sides[1], sides[2]))
                            .bind("tenant", books.tenant)
                            .mapTo(String.class)
                            .forEach(row -> differences.add(sides[0] + " only: " + row));
                }
                assertEquals(List.of(), differences, table);
            }
        });
    }
}
