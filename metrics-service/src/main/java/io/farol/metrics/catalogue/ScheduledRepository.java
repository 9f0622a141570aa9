package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.Months;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jdbi.v3.core.Jdbi;

/** Reads scheduled churn, MRR that is served and whose end after today is known: of all accounts from the ledger's cells, whose number does not grow with the accounts, else line by line. */
@ApplicationScoped
class ScheduledRepository {
    /**
     * Steps by their months, less what was learnt since: all of them, those whose end today has passed within its month, those made in today's month after today. How they add up:
     * {@code io.farol.metrics.ledger.EndFormula}.
     */
    private static final String CELLS = """
            , known as (
                select month, end_month, amount_e4, n,
                       case when end_month = :asOfMonth then (select coalesce(sum(e4), 0)::bigint from unnest(ended_e4) with ordinality as d (e4, day) where d.day <= :asOfDay) else 0 end as past_e4,
                       case when end_month = :asOfMonth then (select coalesce(sum(n), 0)::bigint from unnest(ended) with ordinality as d (n, day) where d.day <= :asOfDay) else 0 end as past,
                       case when month = :asOfMonth then (select coalesce(sum(e4), 0)::bigint from unnest(started_e4) with ordinality as d (e4, day) where d.day > :asOfDay) else 0 end as later_e4,
                       case when month = :asOfMonth then (select coalesce(sum(n), 0)::bigint from unnest(started) with ordinality as d (n, day) where d.day > :asOfDay) else 0 end as later
                  from end_cell
                 where tenant_id = :tenant and gen = :gen and end_month >= :asOfMonth and month <= :last
                union all
                select month, end_month, case when is_end then -amount_e4 else 0 end, case when is_end then -n else 0 end,
                       case when is_end and end_month = :asOfMonth and day <= :asOfDay then -amount_e4 else 0 end,
                       case when is_end and end_month = :asOfMonth and day <= :asOfDay then -n else 0 end,
                       case when not is_end and month = :asOfMonth and day > :asOfDay then -amount_e4 else 0 end,
                       case when not is_end and month = :asOfMonth and day > :asOfDay then -n else 0 end
                  from (select l.month, l.amount_e4, l.n, split_part(l.measure, ' ', 1) = 'END' as is_end, cast(split_part(l.measure, ' ', 2) as integer) as end_month,
                               cast(split_part(l.measure, ' ', 3) as integer) as day
                          from cell_log c cross join lateral unnest(c.dim, c.measure, c.month, c.amount_e4, c.n) as l (dim, measure, month, amount_e4, n)
                         where c.tenant_id = :tenant and c.gen = :gen and c.family = 'TOTAL' and c.pos > :position and l.dim = 'ends:total' and l.month <= :last) learnt
                 where end_month >= :asOfMonth),
            step as (
                select month, end_month, sum(amount_e4 - past_e4) as amount_e4, sum(n - past) as n, sum(later_e4) as later_e4, sum(later) as later from known group by 1, 2)
            select x.month, '' as value, sum(s.amount_e4 - case when x.served_day = :asOf then s.later_e4 else 0 end)::bigint as mrr_e4,
                   sum(s.n - case when x.served_day = :asOf then s.later else 0 end)::bigint as accounts
              from period x
              join step s on s.month <= farol_month(x.served_day) and s.end_month >= case when x.served_day > :asOf then farol_month(x.served_day) + 1 else :asOfMonth end
             group by 1""";

    private final Jdbi jdbi;

    ScheduledRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Of all accounts, as one group. */
    void fromCells(Scope scope, Facts facts) {
        LocalDate asOf = scope.viewpoint().asOf();
        jdbi.useHandle(handle -> scope.bind(handle.createQuery(scope.with() + CELLS))
                .bind("asOfMonth", Months.number(YearMonth.from(asOf)))
                .bind("asOfDay", asOf.getDayOfMonth())
                .bind("last", scope.last())
                .map((row, context) -> facts.of("", row.getInt("month"))
                        .put(Column.SCHEDULED, row.getLong("mrr_e4"))
                        .put(Column.SCHEDULED_COUNT, row.getLong("accounts")))
                .list());
    }

    /** Of chosen accounts, or by groups. */
    void byLine(Scope scope, Facts facts) {
        String sql = """
                select t.month, t.value, sum(t.mrr_e4)::bigint as mrr_e4, count(*) as accounts
                  from (select s.month, s.value, s.account_id, sum(s.mrr_e4)::bigint as mrr_e4 from (%s) s group by 1, 2, 3) t group by 1, 2""".formatted(lines(scope));
        FactRepository.read(jdbi, scope, sql, (group, month, row) -> facts.of(group, month)
                .put(Column.SCHEDULED, row.getLong("mrr_e4"))
                .put(Column.SCHEDULED_COUNT, row.getLong("accounts")));
    }

    /**
     * What ends after today is the same for all periods, and is looked for once; its account's billing may be suspended, then the line is frozen, not scheduled. What goes on after its end does so
     * in a piece that begins after today.
     */
    static String lines(Scope scope) {
        return """
                select x.month, %1$s as value, l.account_id, l.mrr_rc_e4 as mrr_e4
                  from period x
                  join (select l.account_id, l.from_day, l.until_day, l.mrr_rc_e4, l.product_id, l.term from line_piece l
                         where l.mrr_rc_e4 > 0 and l.until_day < '9999-12-31' and l.until_day > :asOf and l.from_day <= :lastServedDay %2$s %3$s
                           and not exists (select 1 from (select n.line_id, n.from_day from line_piece n where n.from_day > :asOf %4$s offset 0) n
                                            where n.line_id = l.line_id and n.from_day = l.until_day) offset 0) l on %5$s %6$s
                 where not exists (select 1 from (select i.account_id, i.from_day, i.until_day from account_interval i where i.frozen_e4 > 0 %8$s offset 0) i
                                    where i.account_id = l.account_id and %7$s)""".formatted(
                        scope.value("l"),
                        FactRepository.believed("l"),
                        scope.isWhole() ? "" : " and l.account_id in (select account_id from part)",
                        FactRepository.believed("n"),
                        FactRepository.onDay("l", "x.served_day"),
                        scope.join("l.account_id", "x.month"),
                        FactRepository.onDay("i", "x.served_day"),
                        FactRepository.believed("i"));
    }
}
