package io.farol.metrics.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.metrics.retelling.Conventions;
import io.farol.metrics.retelling.TestRetellings;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Populations;
import io.farol.metrics.viewpoint.TestViewpoints;
import io.farol.metrics.viewpoint.Viewpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Statements of a database without a service around it, as texts {@code value|month|name} to numbers. */
public final class TestStatements {
    private TestStatements() {}

    /** Statements that are only asked from a viewpoint. */
    public static Statements on(Jdbi jdbi) {
        return on(jdbi, TestViewpoints.populations(jdbi), Integer.MAX_VALUE);
    }

    @SuppressWarnings("NullAway")
    private static Statements on(Jdbi jdbi, Populations populations, int oneLeftOutIn) {
        FlowRepository repository = new FlowRepository(jdbi);
        ChosenFlowRepository chosen = new ChosenFlowRepository(jdbi, populations);
        return new Statements(
                repository,
                chosen,
                new LeftOutFlows(repository, chosen, oneLeftOutIn),
                new LineFlowRepository(jdbi, populations),
                TestRetellings.on(jdbi),
                null);
    }

    /** The statement by group, or whole under the group {@code ""}; months such as {@code 2026-03}. The whole must be the same with and without groups, and all of it for few and for many accounts. */
    public static Map<String, Long> figures(
            Jdbi jdbi, Viewpoint viewpoint, AccountFilter filter, @Nullable Dimension groupBy, int first, int last) {
        Statements.Statement statement = answer(jdbi, viewpoint, filter, groupBy, first, last);
        if (groupBy != null) {
            assertEquals(answer(jdbi, viewpoint, filter, null, first, last).total(), statement.total());
        }
        Map<String, Long> figures = new HashMap<>();
        Map<String, List<StatementLine>> lines = groupBy == null ? Map.of("", statement.total()) : statement.groups();
        lines.forEach((value, months) -> months.forEach(line -> put(figures, value, line)));
        return figures;
    }

    private static Statements.Statement answer(
            Jdbi jdbi, Viewpoint viewpoint, AccountFilter filter, @Nullable Dimension groupBy, int first, int last) {
        Statements.Question question = new Statements.Question(
                Months.of(first), Months.of(last), groupBy, filter, Conventions.STANDARD, null, null);
        Statements.Statement ofFew = on(jdbi).answer(viewpoint, question);
        Statements.Statement ofMany =
                on(jdbi, TestViewpoints.populationsOfMany(jdbi), 1).answer(viewpoint, question);
        assertEquals(ofFew.total(), ofMany.total());
        assertEquals(ofFew.groups(), ofMany.groups());
        return ofFew;
    }

    private static void put(Map<String, Long> figures, String value, StatementLine line) {
        String key = value + "|" + Months.of(line.month()) + "|";
        line.amountsE4().forEach((measure, amount) -> figures.put(key + measure, amount));
        line.counts().forEach((measure, count) -> figures.put(key + measure + ".n", count));
        figures.put(key + "closing", line.closingE4());
        figures.put(key + "logos", line.closingLogos());
        figures.put(key + "frozen", line.frozenE4());
        figures.put(key + "frozen.n", line.frozenLogos());
        long moved = line.amountsE4().entrySet().stream()
                .mapToLong(entry -> entry.getKey().sign() * entry.getValue())
                .sum();
        if (line.openingE4() + moved != line.closingE4()) {
            throw new AssertionError("what moved is not what changed: " + key);
        }
    }
}
