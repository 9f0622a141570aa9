package io.farol.metrics.cohort;

import io.farol.metrics.statement.Flows;
import io.farol.metrics.statement.Statements;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.metrics.viewpoint.Viewpoints;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers the retention triangle; without filters from the ledger's cells by cohort. */
@ApplicationScoped
class Cohorts {
    private static final Dimension COHORT = new Dimension("cohort");

    private final Statements statements;
    private final Viewpoints viewpoints;

    Cohorts(Statements statements, Viewpoints viewpoints) {
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
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt) {}

    /** The triangle and from where it is seen. @param last number of the last month looked at */
    record Triangle(Viewpoint viewpoint, int last, List<CohortFormula.Cohort> cohorts) {}

    @Transactional
    Triangle answer(Question question) {
        Viewpoint viewpoint = viewpoints.at(question.asOf(), question.knownAt());
        int last = Months.number(question.to() == null ? YearMonth.from(viewpoint.asOf()) : question.to());
        int from = question.from() == null ? 0 : Months.number(question.from());
        Map<Integer, Flows> byMonth = new TreeMap<>();
        for (String value : statements
                .groups(viewpoint, question.filter(), COHORT, new Flows(last, last), last, last, 0)
                .keySet()) {
            int month = Months.number(YearMonth.parse(value));
            if (month >= from && month <= last) {
                byMonth.put(month, new Flows(last, last));
            }
        }
        if (byMonth.isEmpty()) {
            return new Triangle(viewpoint, last, List.of());
        }
        int first = byMonth.keySet().iterator().next();
        Statements.checkPoints((last - first) / question.step() + 1, byMonth.size());
        statements
                .groups(viewpoint, question.filter(), COHORT, new Flows(first, last), first, last, 0)
                .forEach((value, flows) -> byMonth.replace(Months.number(YearMonth.parse(value)), flows));
        return new Triangle(
                viewpoint, last, CohortFormula.triangle(byMonth, question.step(), last, question.isOfLogos()));
    }
}
