package io.farol.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who calls whom and who follows whose feed, read from the services' sources: a new edge is a decision (platform.md section 1), made here. */
class ServiceGraphTest {
    private static final List<String> SERVICES = List.of("accounts", "metrics", "onboarding", "pipeline");
    private static final Path ROOT = Path.of(System.getProperty("farol.root"));

    private static final Pattern CALL = Pattern.compile("\\.\\s*(?:idempotent|once)\\(\\s*FeedSource\\.([A-Z]+)\\s*,");
    private static final Pattern FOLLOWED =
            Pattern.compile("public String source\\(\\) \\{\\s*return (\"[a-z]+\"|[A-Z_]+);");

    @Test
    void callsAreThese() {
        assertEquals("{accounts=[], metrics=[], onboarding=[accounts], pipeline=[accounts]}", calls().toString());
    }

    @Test
    void callsFormNoCycle() {
        SortedMap<String, SortedSet<String>> left = calls();
        while (left.values().stream().anyMatch(SortedSet::isEmpty)) {
            List<String> callingNobody = left.entrySet().stream()
                    .filter(one -> one.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
            callingNobody.forEach(left::remove);
            left.values().forEach(called -> called.removeAll(callingNobody));
        }

        assertEquals(Map.of(), left, "these call each other in a circle");
    }

    @Test
    void feedsAreThese() {
        assertEquals(
                "{accounts=[], metrics=[accounts, onboarding, pipeline], onboarding=[accounts, pipeline], pipeline=[accounts]}",
                feeds().toString());
    }

    @Test
    void everyServiceIsToldWhereItsNeighboursAre() {
        SortedMap<String, SortedSet<String>> needed = feeds();
        calls().forEach((service, called) -> needed.get(service).addAll(called));

        SortedMap<String, SortedSet<String>> told = new TreeMap<>();
        SERVICES.forEach(service ->
                told.put(service, new TreeSet<>(Platform.NEIGHBOURS.getOrDefault(service + "-service", List.of()))));

        assertEquals(needed, told);
    }

    private static SortedMap<String, SortedSet<String>> calls() {
        return graph(source -> {
            SortedSet<String> called = new TreeSet<>();
            Matcher call = CALL.matcher(source);
            while (call.find()) {
                called.add(call.group(1).toLowerCase(Locale.ROOT));
            }
            return called;
        });
    }

    private static SortedMap<String, SortedSet<String>> feeds() {
        return graph(source -> {
            if (!source.contains("implements FeedSubscriber")) {
                return new TreeSet<>();
            }
            Matcher followed = FOLLOWED.matcher(source);
            assertTrue(followed.find(), "a subscriber does not say by a text whose feed it follows");
            return new TreeSet<>(List.of(text(source, followed.group(1))));
        });
    }

    /** A literal, or the constant of the same file that a name stands for. */
    private static String text(String source, String expression) {
        if (expression.startsWith("\"")) {
            return expression.substring(1, expression.length() - 1);
        }
        Matcher constant =
                Pattern.compile("String " + expression + " = \"([a-z]+)\"").matcher(source);
        assertTrue(constant.find(), expression + " is no text of the same class");
        return constant.group(1);
    }

    private static SortedMap<String, SortedSet<String>> graph(
            java.util.function.Function<String, SortedSet<String>> edges) {
        SortedMap<String, SortedSet<String>> graph = new TreeMap<>();
        for (String service : SERVICES) {
            SortedSet<String> to = graph.computeIfAbsent(service, name -> new TreeSet<>());
            sources(service).forEach(source -> to.addAll(edges.apply(source)));
        }
        return graph;
    }

    private static List<String> sources(String service) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(service + "-service/src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ServiceGraphTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
