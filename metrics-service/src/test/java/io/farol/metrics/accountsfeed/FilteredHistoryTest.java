package io.farol.metrics.accountsfeed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.farol.metrics.catalogue.TestMetrics;
import io.farol.metrics.ledger.LedgerUpdate;
import io.farol.metrics.statement.TestStatements;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.TestViewpoints;
import io.farol.metrics.viewpoint.Viewpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Whatever happens to contracts: statements and metrics of chosen accounts, by groups of accounts and of lines, are the definition, now and as they were known. */
class FilteredHistoryTest {
    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final int FIRST = Months.number(SlowLedger.FIRST);
    private static final int LAST = FIRST + SlowLedger.MONTHS - 1;

    /** A question and the figures that it should have. */
    private record Expected(long pos, SlowQuestion question, Map<String, Long> figures) {}

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void isTheDefinition(@ForAll long seed) {
        String tenant = "filtered-" + TENANTS.incrementAndGet();
        RandomHistory history = new RandomHistory(seed, tenant, 3);
        Random random = new Random(seed);
        List<Expected> expected = new ArrayList<>();
        while (history.fewestChanges() < 25) {
            history.step();
            long pos = history.books.publish().pos();
            if (random.nextInt(30) == 0) {
                expected.addAll(expected(history.books, pos, questions(random, history.books, 2)));
            }
        }
        long last = history.books.publish().pos();
        expected.addAll(expected(history.books, last, questions(random, history.books, 8)));
        assertFalse(expected.stream().allMatch(one -> one.figures.isEmpty()), "nobody is ever chosen");

        for (Expected one : expected) {
            LedgerDatabase.run(
                    tenant,
                    handle -> assertAnswers(
                            one,
                            TestViewpoints.at(tenant, LedgerUpdate.activeGeneration(handle, tenant), one.pos),
                            random));
        }
    }

    private static void assertAnswers(Expected expected, Viewpoint viewpoint, Random random) {
        SlowQuestion question = expected.question;
        AccountFilter filter = new AccountFilter(new TreeMap<>(question.filter()));
        @Nullable Dimension groupBy = question.groupBy() == null ? null : new Dimension(question.groupBy());
        int from = FIRST + random.nextInt(50);
        int window = List.of(1, 3, 6, 12).get(random.nextInt(4));

        assertFigures(
                expected,
                "statement",
                name -> !name.startsWith("w") && !name.startsWith("life"),
                from,
                TestStatements.figures(LedgerDatabase.jdbi(), viewpoint, filter, groupBy, from, LAST));
        assertFigures(
                expected,
                "window " + window,
                name -> name.startsWith("w" + window + "."),
                from,
                TestMetrics.windows(LedgerDatabase.jdbi(), viewpoint, filter, question.groupBy(), window, from, LAST));
        if (!question.isByLines()) {
            assertFigures(
                    expected,
                    "lives",
                    name -> name.startsWith("life"),
                    from,
                    TestMetrics.lives(LedgerDatabase.jdbi(), viewpoint, filter, question.groupBy(), from, LAST));
        }
    }

    private static void assertFigures(
            Expected expected,
            String what,
            java.util.function.Predicate<String> isAsked,
            int from,
            Map<String, Long> answered) {
        Map<String, Long> wanted = new TreeMap<>();
        expected.figures.forEach((key, amount) -> {
            String[] parts = key.split("\\|", -1);
            if (isAsked.test(parts[2]) && parts[1].compareTo(Months.of(from).toString()) >= 0) {
                wanted.put(key, amount);
            }
        });
        Map<String, Long> actual = new TreeMap<>(answered);
        actual.values().removeIf(amount -> amount == 0);
        List<String> differences = new ArrayList<>();
        TreeMap<String, Long> all = new TreeMap<>(wanted);
        all.putAll(actual);
        all.keySet().stream()
                .filter(key -> !wanted.getOrDefault(key, 0L).equals(actual.getOrDefault(key, 0L)))
                .limit(10)
                .forEach(key -> differences.add(key + " expected " + wanted.get(key) + " but was " + actual.get(key)));
        assertEquals(List.of(), differences, what + " of " + expected.question + " at " + expected.pos);
    }

    private static List<Expected> expected(Books books, long pos, List<SlowQuestion> questions) {
        Map<String, Long> figures = new SlowLedger(books, questions).figures();
        return questions.stream()
                .map(question -> {
                    Map<String, Long> own = new HashMap<>();
                    figures.forEach((key, amount) -> {
                        if (key.startsWith(question.name() + "|")) {
                            own.put(key.substring(question.name().length() + 1), amount);
                        }
                    });
                    return new Expected(pos, question, own);
                })
                .toList();
    }

    private static List<SlowQuestion> questions(Random random, Books books, int count) {
        List<String> products = books.contractsById.values().stream()
                .map(contract -> contract.get("lines").get(0).get("productId").asText())
                .distinct()
                .toList();
        String product = products.isEmpty() ? UUID.randomUUID().toString() : products.getFirst();
        List<Map<String, List<String>>> filters = List.of(
                Map.of("sector", List.of("A")),
                Map.of("sector", List.of("B", "C")),
                Map.of("sector", List.of("A", "NONE")),
                Map.of("seller", List.of("NONE", "B")),
                Map.of("sector", List.of("A", "B"), "attr.size", List.of("S", "NONE")),
                Map.of("product", List.of(product)),
                Map.of("product", products, "sector", List.of("A")));
        List<String> groupings = List.of("", "sector", "seller", "product", "term", "cohort");
        List<SlowQuestion> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String groupBy = groupings.get(random.nextInt(groupings.size()));
            questions.add(new SlowQuestion(
                    "question " + i,
                    new TreeMap<>(filters.get(random.nextInt(filters.size()))),
                    groupBy.isEmpty() ? null : groupBy));
        }
        return questions;
    }
}
