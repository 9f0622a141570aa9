package io.farol.metrics.catalogue;

import io.farol.metrics.retelling.ConventionParameters;
import io.farol.metrics.retelling.TestRetellings;
import io.farol.metrics.statement.TestStatements;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.TestViewpoints;
import io.farol.metrics.viewpoint.Viewpoint;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Facts of metrics of a database without a service around it, as texts {@code value|month|name} to numbers. */
public final class TestMetrics {
    private TestMetrics() {}

    /** What becomes of those who were there at the start of windows. */
    public static Map<String, Long> windows(
            Jdbi jdbi,
            Viewpoint viewpoint,
            AccountFilter filter,
            @Nullable String groupBy,
            int window,
            int first,
            int last) {
        Map<String, Column> columns = Map.of(
                "then",
                Column.THEN,
                "now",
                Column.NOW,
                "nowFrozen",
                Column.NOW_FROZEN,
                "min",
                Column.MIN,
                "minFrozen",
                Column.MIN_FROZEN,
                "index",
                Column.INDEX,
                "kept",
                Column.LOGOS_KEPT);
        Map<String, Long> figures = new HashMap<>();
        Map.of("nrr", "then now nowFrozen index", "grr", "min minFrozen", "logo_churn_rate", "kept")
                .forEach((metric, names) ->
                        each(jdbi, viewpoint, metric, filter, groupBy, window, first, last, (key, facts) -> {
                            for (String name : names.split(" ")) {
                                figures.put(key + "w" + window + "." + name, facts.get(columns.get(name)));
                            }
                        }));
        return figures;
    }

    /** Months of life. */
    public static Map<String, Long> lives(
            Jdbi jdbi, Viewpoint viewpoint, AccountFilter filter, @Nullable String groupBy, int first, int last) {
        Map<String, Long> figures = new HashMap<>();
        each(jdbi, viewpoint, "life_time", filter, groupBy, 1, first, last, (key, facts) -> facts.lives()
                .forEach((months, accounts) -> {
                    figures.put(key + "life.ended." + months, accounts[0]);
                    figures.put(key + "life.open." + months, accounts[1]);
                }));
        return figures;
    }

    @FunctionalInterface
    private interface Taker {
        void take(String key, PeriodFacts facts);
    }

    @SuppressWarnings("NullAway")
    private static void each(
            Jdbi jdbi,
            Viewpoint viewpoint,
            String metric,
            AccountFilter filter,
            @Nullable String groupBy,
            int window,
            int first,
            int last,
            Taker taker) {
        Metrics metrics = new Metrics(
                TestStatements.on(jdbi),
                new FactRepository(jdbi),
                new WindowRepository(jdbi),
                new LifeRepository(jdbi),
                new ScheduledRepository(jdbi),
                new FrozenRepository(jdbi),
                new TicketRepository(jdbi),
                new ContractRepository(jdbi),
                TestViewpoints.populations(jdbi),
                null,
                TestRetellings.on(jdbi),
                null,
                null);
        MetricQuestion question = MetricQuestion.of(
                MetricCatalogue.get(metric),
                new MetricQuestion.Asked(
                        Months.of(first),
                        Months.of(last),
                        null,
                        window,
                        groupBy,
                        filter,
                        null,
                        null,
                        ConventionParameters.NONE,
                        null,
                        null));
        Facts facts = metrics.facts(Scope.of(viewpoint, question), question);
        for (String group : facts.groups()) {
            question.periods()
                    .forEach(period -> taker.take(group + "|" + period.label() + "|", facts.of(group, period.last())));
        }
    }
}
