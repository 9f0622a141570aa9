package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Population;
import io.farol.metrics.viewpoint.Populations;
import io.farol.metrics.viewpoint.Viewpoint;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts are looked at, in which groups, at the ends of which windows.
 *
 * @param groupBy null = one group, {@code ""}
 * @param window months before each period's end at which its window opens
 * @param population the accounts by their groups; by all lines of theirs when the grouping is by lines
 */
record Scope(
        Viewpoint viewpoint,
        AccountFilter filter,
        @Nullable Dimension groupBy,
        List<Period> periods,
        int window,
        Population population) {

    /** The scope of a question. */
    static Scope of(Viewpoint viewpoint, MetricQuestion question) {
        return new Scope(
                viewpoint,
                question.filter(),
                question.groupBy(),
                question.periods(),
                question.window(),
                Population.inside(question.filter(), ofAccounts(question.groupBy())));
    }

    /** The same with its population looked up. */
    Scope lookedUp(Populations populations) {
        return new Scope(
                viewpoint, filter, groupBy, periods, window, populations.of(viewpoint, filter, ofAccounts(groupBy)));
    }

    private static @Nullable Dimension ofAccounts(@Nullable Dimension groupBy) {
        return groupBy == null || groupBy.isOfLines() ? null : groupBy;
    }

    /** Month at whose end the window of a period opens. */
    int start(Period period) {
        return period.last() - window;
    }

    /** Earliest month that matters. */
    int first() {
        return Math.min(start(periods.getFirst()), periods.getFirst().first() - 1);
    }

    int last() {
        return periods.getLast().last();
    }

    boolean isByLines() {
        return groupBy != null && groupBy.isOfLines();
    }

    /** Whether all accounts are looked at, as one group or by their lines. */
    boolean isWhole() {
        return filter.isAll() && (groupBy == null || isByLines());
    }

    /** The beginning of a statement: the population where there is one, and the periods as {@code period (month, start_month, on_day, start_day, served_day)}. */
    String with() {
        String periods = """
                period as (select * from unnest(cast(:months as int[]), cast(:starts as int[]), cast(:days as date[]), cast(:startDays as date[]), cast(:servedDays as date[]))
                                         as x (month, start_month, on_day, start_day, served_day))
                """;
        return isWhole() ? "with " + periods : population.with() + ", " + periods;
    }

    /** Joins the group that an account has at the end of a month. */
    String join(String accountColumn, String month) {
        return isWhole()
                ? ""
                : " join part p on p.account_id = %s and p.f <= %s and %s < p.t "
                        .formatted(accountColumn, month, month);
    }

    /** The group: of the account, or of the line that an alias stands for. */
    String value(String line) {
        if (isByLines()) {
            return lineColumn(line) + "::text";
        }
        return isWhole() ? "''" : "p.value";
    }

    /** The column of the line's group, as it is stored. */
    String lineColumn(String line) {
        return line + (groupBy != null && groupBy.name().equals("term") ? ".term" : ".product_id");
    }

    /** Values of all binds of {@link #with}, by name, and {@code asOf}. */
    Map<String, Object> binds() {
        Map<String, Object> binds = new HashMap<>(isWhole() ? viewpoint.binds() : population.binds(viewpoint));
        binds.put("months", array(Period::last));
        binds.put("starts", array(this::start));
        binds.put("days", array(period -> Months.lastDayOf(period.last())));
        binds.put("startDays", array(period -> Months.lastDayOf(start(period))));
        binds.put("servedDays", array(this::servedOn));
        binds.put("asOf", viewpoint.asOf());
        binds.put("lastServedDay", servedOn(periods.getLast()));
        return binds;
    }

    /** An array as PostgreSQL reads it. */
    private String array(Function<Period, Object> value) {
        return periods.stream().map(value).map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    /** Binds what {@link #with} needs, and allows more. */
    <S extends SqlStatement<S>> S bind(S statement) {
        statement.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        binds().forEach(statement::bind);
        return isWhole() ? statement : population.bind(statement, viewpoint);
    }

    /** The day on which what is scheduled is looked at: the period's last, or today while it runs. */
    LocalDate servedOn(Period period) {
        LocalDate last = Months.lastDayOf(period.last());
        boolean isRunning = last.isAfter(viewpoint.asOf())
                && !Months.firstDayOf(period.first()).isAfter(viewpoint.asOf());
        return isRunning ? viewpoint.asOf() : last;
    }
}
