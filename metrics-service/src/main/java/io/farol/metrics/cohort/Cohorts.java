package io.farol.metrics.cohort;

import io.farol.metrics.retelling.Conventions;
import io.farol.metrics.retelling.Retelling;
import io.farol.metrics.retelling.Retellings;
import io.farol.metrics.statement.Flows;
import io.farol.metrics.statement.Statements;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.metrics.viewpoint.Viewpoints;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers the retention triangle; without filters from the ledger's cells by cohort. A cohort in which nobody is left, since a convention tells its accounts in another one, is none. */
@ApplicationScoped
class Cohorts {
    private static final YearMonth EVER = YearMonth.of(1, 1);
    private static final Dimension COHORT = new Dimension("cohort");

    private final Statements statements;
    private final Viewpoints viewpoints;
    private final Retellings retellings;

    Cohorts(Statements statements, Retellings retellings, Viewpoints viewpoints) {
        this.retellings = retellings;
        this.statements = statements;
        this.viewpoints = viewpoints;
    }

    /**
     * What is asked.
     *
     * @param from first cohort, inclusive; null = the first there is
     * @param to last cohort and last month looked at, inclusive; null = the running month
     */
    record Question(
            boolean isOfLogos,
            int step,
            @Nullable YearMonth from,
            @Nullable YearMonth to,
            AccountFilter filter,
            Conventions conventions,
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt) {}

    /** The triangle and from where it is seen. @param last number of the last month looked at @param unconvertedLines lines without an exchange rate since the first month asked for */
    record Triangle(Viewpoint viewpoint, int last, List<CohortFormula.Cohort> cohorts, long unconvertedLines) {}

    @Transactional
    Triangle answer(Question question) {
        Viewpoint viewpoint = viewpoints.at(question.asOf(), question.knownAt());
        int last = Months.number(question.to() == null ? YearMonth.from(viewpoint.asOf()) : question.to());
        int from = Months.number(question.from() == null ? EVER : question.from());
        if (from > last) {
            throw DomainException.invalid(List.of(Fault.in("to", PlatformError.ENDS_BEFORE_START)));
        }
        List<Retelling.Told> told = retellings
                .of(viewpoint, question.conventions(), question.filter())
                .told(question.filter(), COHORT);
        SortedSet<Integer> months =
                new TreeSet<>(groups(viewpoint, question, told, last, last).keySet()).subSet(from, last + 1);
        long unconverted = statements
                .unconvertedLines(viewpoint, question.filter(), List.of(new Statements.MonthSpan(from, last)))
                .getFirst();
        if (months.isEmpty()) {
            return new Triangle(viewpoint, last, List.of(), unconverted);
        }
        int first = months.first();
        Statements.checkPoints((last - first) / question.step() + 1, months.size());
        Map<Integer, Flows> byMonth = groups(viewpoint, question, told, first, last);
        byMonth.keySet().retainAll(months);
        return new Triangle(
                viewpoint,
                last,
                CohortFormula.triangle(byMonth, question.step(), last, question.isOfLogos()).stream()
                        .filter(cohort -> cohort.logos() != 0)
                        .toList(),
                unconverted);
    }

    /** By the number of the month in which it began. */
    private Map<Integer, Flows> groups(
            Viewpoint viewpoint, Question question, List<Retelling.Told> told, int first, int last) {
        SortedMap<String, Flows> groups = new TreeMap<>(
                statements.groups(viewpoint, question.filter(), COHORT, new Flows(first, last), first, last, 0));
        Flows.addTold(groups, told, first, last);
        Map<Integer, Flows> byMonth = new TreeMap<>();
        groups.forEach((value, flows) -> byMonth.put(Months.number(YearMonth.parse(value)), flows));
        return byMonth;
    }
}
