package io.farol.pipeline.qualification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FrameworkTest {
    private static final Framework CHAMPIONS = new Framework(
            "CHAMPIONS",
            List.of(field("CHALLENGE", true), field("BUDGET", true), field("NEWS", false), field("CHAMPION", true)),
            false);

    @Test
    void missesWhatIsRequiredAndNotAnsweredInItsOwnOrder() {
        assertEquals(List.of("CHALLENGE", "BUDGET", "CHAMPION"), CHAMPIONS.missing(Map.of()));
        assertEquals(
                List.of("CHALLENGE", "CHAMPION"),
                CHAMPIONS.missing(Map.of("CHAMPION", "  ", "BUDGET", "yes", "GONE", "an answer to a former field")));
        assertEquals(List.of(), CHAMPIONS.missing(Map.of("CHALLENGE", "a", "BUDGET", "b", "CHAMPION", "c")));
    }

    @Property
    void isCompleteOnceWhatIsMissingIsAnsweredAndNotBefore(
            @ForAll("frameworks") Framework framework, @ForAll("answers") Map<String, String> answers) {
        List<String> missing = framework.missing(answers);

        Map<String, String> given = new HashMap<>(answers);
        List<String> left = new ArrayList<>(missing);
        for (String field : missing) {
            assertEquals(left, framework.missing(given));
            given.put(field, "said");
            left.removeFirst();
        }
        assertEquals(List.of(), framework.missing(given));
    }

    @Property
    void neverMissesWhatIsOptional(@ForAll("frameworks") Framework framework) {
        List<String> required = framework.fields().stream()
                .filter(FrameworkField::isRequired)
                .map(FrameworkField::code)
                .toList();

        assertEquals(required, framework.missing(Map.of()));
    }

    @Provide
    Arbitrary<Framework> frameworks() {
        return Arbitraries.of(true, false)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20)
                .map(required -> new Framework(
                        "OWN",
                        IntStream.range(0, required.size())
                                .mapToObj(i -> field("F" + i, required.get(i)))
                                .toList(),
                        false));
    }

    @Provide
    Arbitrary<Map<String, String>> answers() {
        return Arbitraries.maps(
                Arbitraries.integers().between(0, 25).map(i -> "F" + i), Arbitraries.of("", " ", "\n", "yes"));
    }

    private static FrameworkField field(String code, boolean isRequired) {
        return new FrameworkField(code, code, code, isRequired);
    }
}
