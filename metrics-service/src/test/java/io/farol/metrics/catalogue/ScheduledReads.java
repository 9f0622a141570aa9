package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.FigurePolicy;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Population;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.runtime.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;

/** Scheduled churn as production reads it, for tests of the ledger that have no service around them. */
public final class ScheduledReads {
    private ScheduledReads() {}

    /** The day on which each month's scheduled churn is looked at. */
    public static LocalDate servedOn(int month, LocalDate asOf) {
        LocalDate last = Months.lastDayOf(month);
        return last.isAfter(asOf) && !Months.firstDayOf(month).isAfter(asOf) ? asOf : last;
    }

    /** Of all accounts from cells, by month: {@code amount/accounts}. */
    public static Map<Integer, String> fromCells(
            Handle handle, String tenant, int gen, long position, LocalDate asOf, int first, int last) {
        Scope scope = scope(tenant, gen, position, asOf, first, last);
        Facts facts = new Facts(scope, Comparator.naturalOrder());
        new ScheduledRepository(on(handle)).fromCells(scope, facts);
        return shown(facts, first, last);
    }

    /** The same line by line. */
    public static Map<Integer, String> byLine(
            Handle handle, String tenant, int gen, long position, LocalDate asOf, int first, int last) {
        Scope scope = scope(tenant, gen, position, asOf, first, last);
        Facts facts = new Facts(scope, Comparator.naturalOrder());
        new ScheduledRepository(on(handle)).byLine(scope, facts);
        return shown(facts, first, last);
    }

    private static Scope scope(String tenant, int gen, long position, LocalDate asOf, int first, int last) {
        Viewpoint viewpoint = new Viewpoint(
                new TenantId(tenant),
                gen,
                position,
                Instant.EPOCH,
                asOf,
                Currency.getInstance("BRL"),
                FigurePolicy.NONE,
                List.of());
        AccountFilter all = AccountFilter.of(Map.of());
        return new Scope(
                viewpoint, all, null, Period.between(first, last, Granularity.MONTH), 1, Population.inside(all, null));
    }

    /** The transaction that a handle is in. */
    private static Jdbi on(Handle handle) {
        Jdbi jdbi = Jdbi.create(handle.getConnection());
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        return jdbi;
    }

    private static Map<Integer, String> shown(Facts facts, int first, int last) {
        Map<Integer, String> shown = new TreeMap<>();
        for (int month = first; month <= last; month++) {
            PeriodFacts known = facts.of("", month);
            shown.put(month, known.get(Column.SCHEDULED) + "/" + known.get(Column.SCHEDULED_COUNT));
        }
        return shown;
    }
}
