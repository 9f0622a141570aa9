package io.farol.metrics.catalogue;

import io.farol.metrics.catalogue.TicketHistogram.Middle;
import io.farol.metrics.catalogue.TicketHistogram.Run;
import io.farol.metrics.ledger.TicketBucket;
import io.farol.metrics.retelling.Retelling.Told;
import io.farol.metrics.viewpoint.Months;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reads how tickets spread: of all accounts from the ledger's cells and the few tickets about the middle, of chosen accounts and groups from all of theirs. */
@ApplicationScoped
class TicketRepository {
    /** As the ledger keeps it, a month to a block, less what was learnt since; measures are described at its table {@code cell_block}. */
    private static final String CELLS = """
            select month, coalesce(sum(amount_e4) filter (where lowest is null), 0)::bigint as squares_low, coalesce(sum(n) filter (where lowest is null), 0)::bigint as squares_high,
                   coalesce(array_agg(lowest) filter (where lowest is not null), '{}') as lowest, coalesce(array_agg(n) filter (where lowest is not null), '{}') as n
              from (select greatest(d.month, :firstMonth) as month, case when d.measure <> 'SQUARES' then substr(d.measure, 8)::bigint end as lowest, sum(d.amount_e4)::bigint as amount_e4,
                           sum(d.n)::bigint as n
                      from (select l.measure, c.block as month, l.amount_e4, l.n from cell_block c cross join lateral unnest(c.measure, c.amount_e4, c.n) as l (measure, amount_e4, n)
                             where c.tenant_id = :tenant and c.gen = :gen and c.dim = 'tickets:total' and c.block <= :lastMonth
                            union all
                            select l.measure, l.month, -l.amount_e4, -l.n
                              from cell_log c cross join lateral unnest(c.dim, c.measure, c.month, c.amount_e4, c.n) as l (dim, measure, month, amount_e4, n)
                             where c.tenant_id = :tenant and c.gen = :gen and c.family = 'TOTAL' and c.pos > :position and l.dim = 'tickets:total' and l.month <= :lastMonth) d
                     group by 1, d.measure) b
             group by month order by month""";

    private static final String NEAR = """
            select i.mrr_e4, farol_month(i.from_day) as f, farol_month(i.until_day) as t
              from unnest(cast(:lowest as bigint[]), cast(:next as bigint[])) as b (lowest, next)
              join account_interval i on i.mrr_e4 >= b.lowest and i.mrr_e4 < b.next and i.from_day <= :lastDay and i.until_day > :firstDay""" + FactRepository.believed("i");

    /** Counts through a bucket in the order of an index, once for both places when they are in one. */
    private static final String AT_PLACES = """
            select b.month, min(t.mrr_e4) as lower, max(t.mrr_e4) as upper
              from unnest(cast(:lowest as bigint[]), cast(:next as bigint[]), cast(:nr as bigint[]), cast(:n as bigint[]), cast(:month as integer[]), cast(:day as date[]))
                   as b (lowest, next, nr, n, month, on_day)
             cross join lateral (
                select i.mrr_e4 from account_interval i where i.mrr_e4 >= b.lowest and i.mrr_e4 < b.next and i.from_day <= b.on_day and i.until_day > b.on_day %s
                 order by i.mrr_e4 offset b.nr limit b.n) t
             group by b.month""".formatted(FactRepository.believed("i"));

    private final Jdbi jdbi;

    TicketRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A ticket that is what it is at the ends of some months, {@code from <= month < until}. */
    private record Ticket(long mrrE4, int from, int until) {}

    /** Of all accounts together, whose sum is known. @param told accounts that are told anew, and those that they are told for */
    void fromCells(Scope scope, Facts facts, List<Told> told) {
        jdbi.useHandle(handle -> {
            SortedMap<Integer, Middle> middles = middles(handle, scope, told);
            if (told.isEmpty()) {
                putAtPlaces(handle, scope, facts, middles);
            } else {
                putWithTold(handle, scope, facts, told, middles);
            }
        });
    }

    /** Where accounts are told anew, places in a bucket are others than the index's: all tickets of the buckets are looked at, with those that are told. */
    private static void putWithTold(
            Handle handle, Scope scope, Facts facts, List<Told> told, SortedMap<Integer, Middle> middles) {
        List<Ticket> near = near(
                handle,
                scope,
                middles.values().stream().flatMap(Middle::buckets).distinct().toList());
        middles.forEach((month, middle) -> {
            long[] tickets = Facts.withTold(
                    near.stream()
                            .filter(ticket -> ticket.from <= month && month < ticket.until)
                            .mapToLong(Ticket::mrrE4)
                            .toArray(),
                    toldTickets(told, month));
            PeriodFacts period = facts.of("", month);
            period.spread(middle.spread(tickets, period.get(Column.CLOSING)));
        });
    }

    private static void putAtPlaces(Handle handle, Scope scope, Facts facts, SortedMap<Integer, Middle> middles) {
        List<Integer> months = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        middles.forEach((month, middle) -> middle.runs().forEach(run -> {
            months.add(month);
            runs.add(run);
        }));
        handle.createQuery(AT_PLACES)
                .bindMap(scope.viewpoint().binds())
                .bindArray("lowest", Long.class, each(runs, run -> run.bucket().lowestE4()))
                .bindArray("next", Long.class, each(runs, run -> run.bucket().nextE4()))
                .bindArray("nr", Long.class, each(runs, Run::nr))
                .bindArray("n", Long.class, each(runs, Run::n))
                .bindArray("month", Integer.class, months)
                .bindArray("day", String.class, each(months, month -> Months.lastDayOf(month)
                        .toString()))
                .map((row, context) -> {
                    int month = row.getInt("month");
                    PeriodFacts period = facts.of("", month);
                    period.spread(middles.get(month)
                            .spread(row.getLong("lower"), row.getLong("upper"), period.get(Column.CLOSING)));
                    return month;
                })
                .list();
    }

    private static <T, R> List<R> each(List<T> list, Function<T, R> property) {
        return list.stream().map(property).toList();
    }

    /** By the months at whose ends periods close; nothing where there is no ticket. */
    private static SortedMap<Integer, Middle> middles(Handle handle, Scope scope, List<Told> told) {
        TicketHistogram histogram = new TicketHistogram();
        SortedMap<Integer, Middle> middles = new TreeMap<>();
        List<Change> changes = handle.createQuery(CELLS)
                .bindMap(scope.viewpoint().binds())
                .bind("firstMonth", scope.periods().getFirst().last())
                .bind("lastMonth", scope.last())
                .map((row, context) -> Change.of(row))
                .list();
        for (Period period : scope.periods()) {
            while (!changes.isEmpty() && changes.getFirst().month <= period.last()) {
                changes.removeFirst().addTo(histogram);
            }
            TicketHistogram ofPeriod = histogram.with(toldTickets(told, period.last()));
            if (!ofPeriod.isEmpty()) {
                middles.put(period.last(), ofPeriod.middle());
            }
        }
        return middles;
    }

    /** Those that are taken away are negative. */
    private static long[] toldTickets(List<Told> told, int month) {
        return told.stream()
                .mapToLong(account -> account.sign()
                        * account.history().history().atEndOf(month).mrrE4())
                .filter(ticket -> ticket != 0)
                .toArray();
    }

    /** What a month changes; parallel arrays. */
    private record Change(int month, long squaresLow, long squaresHigh, Long[] lowestE4, Long[] n) {
        static Change of(ResultSet row) throws SQLException {
            return new Change(
                    row.getInt("month"),
                    row.getLong("squares_low"),
                    row.getLong("squares_high"),
                    (Long[]) row.getArray("lowest").getArray(),
                    (Long[]) row.getArray("n").getArray());
        }

        void addTo(TicketHistogram histogram) {
            histogram.addSquares(squaresLow, squaresHigh);
            for (int i = 0; i < n.length; i++) {
                histogram.add(lowestE4[i], n[i]);
            }
        }
    }

    private static List<Ticket> near(Handle handle, Scope scope, List<TicketBucket> buckets) {
        if (buckets.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(NEAR)
                .bindMap(scope.viewpoint().binds())
                .bindArray(
                        "lowest",
                        Long.class,
                        buckets.stream().map(TicketBucket::lowestE4).toArray())
                .bindArray(
                        "next",
                        Long.class,
                        buckets.stream().map(TicketBucket::nextE4).toArray())
                .bind("firstDay", Months.lastDayOf(scope.periods().getFirst().last()))
                .bind("lastDay", Months.lastDayOf(scope.last()))
                .map((row, context) -> new Ticket(row.getLong("mrr_e4"), row.getInt("f"), row.getInt("t")))
                .list();
    }

    /** Of chosen accounts and of groups, with the tickets' sum and number. Tickets come by the run of months in which they stay what they are, so that each is read once, whatever the number of periods. */
    void read(Scope scope, Facts facts) {
        String tickets = scope.isByLines()
                ? """
                        select month as f, month + 1 as t, value, mrr_e4
                          from (select x.month, %s as value, l.account_id, sum(l.mrr_rc_e4)::bigint as mrr_e4
                                  from period x join line_piece l on %s %s and l.mrr_rc_e4 > 0
                                  join account_interval i on i.account_id = l.account_id and %s %s and i.mrr_e4 > 0 %s
                                 group by 1, 2, l.account_id) a""".formatted(
                                scope.value("l"),
                                FactRepository.onDay("l", "x.on_day"),
                                FactRepository.believed("l"),
                                FactRepository.onDay("i", "x.on_day"),
                                FactRepository.believed("i"),
                                scope.join("l.account_id", "x.month"))
                : """
                        select greatest(part_f, f, :firstMonth) as f, least(part_t, t, :lastMonth + 1) as t, value, mrr_e4
                          from (select %1$s as value, %2$s, i.mrr_e4, farol_month(i.from_day) as f, farol_month(i.until_day) as t
                                  from account_interval i %4$s
                                 where i.from_day <= :lastDay and i.until_day > :firstDay and i.mrr_e4 > 0 %3$s offset 0) i""".formatted(
                                scope.value(""),
                                scope.isWhole()
                                        ? "cast(null as integer) as part_f, cast(null as integer) as part_t"
                                        : "p.f as part_f, p.t as part_t",
                                FactRepository.believed("i"),
                                scope.isWhole() ? "" : "join part p on p.account_id = i.account_id");
        int firstMonth = scope.periods().getFirst().last();
        jdbi.useHandle(handle -> scope.bind(
                        handle.createQuery(scope.with() + "select value, f, t, array_agg(mrr_e4) as tickets from ("
                                + tickets + ") s where f < t group by 1, 2, 3"))
                .bind("firstMonth", firstMonth)
                .bind("lastMonth", scope.last())
                .bind("firstDay", Months.lastDayOf(firstMonth))
                .bind("lastDay", Months.lastDayOf(scope.last()))
                .map((row, context) -> {
                    Long[] same = (Long[]) row.getArray("tickets").getArray();
                    facts.addTickets(row.getString("value"), row.getInt("f"), row.getInt("t"), same);
                    return true;
                })
                .list());
        facts.putSpreads();
    }
}
