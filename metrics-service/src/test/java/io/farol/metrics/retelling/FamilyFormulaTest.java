package io.farol.metrics.retelling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who belongs together. */
class FamilyFormulaTest {
    @Test
    void isAllBelowTheTopmost() {
        assertEquals(
                Map.of(1L, List.of(1L, 2L, 3L, 4L), 8L, List.of(8L, 9L)),
                families(Map.of(4L, 3L, 3L, 1L, 2L, 1L, 9L, 8L)));
        assertEquals(Map.of(), families(Map.of()));
    }

    /** 5 and 6 are each other's parents; 2 is below them, although its id is smaller. */
    @Test
    void goesRoundACircleOnce() {
        assertEquals(Map.of(5L, List.of(2L, 5L, 6L)), families(Map.of(6L, 5L, 5L, 6L, 2L, 6L)));
        assertEquals(Map.of(3L, List.of(3L, 7L, 8L)), families(Map.of(8L, 3L, 3L, 7L, 7L, 8L)));
        assertEquals(Map.of(), families(Map.of(4L, 4L)));
    }

    private static SortedMap<Long, List<Long>> families(Map<Long, Long> parents) {
        Map<UUID, UUID> ids = new TreeMap<>();
        parents.forEach((child, parent) -> ids.put(new UUID(0, child), new UUID(0, parent)));
        SortedMap<Long, List<Long>> families = new TreeMap<>();
        FamilyFormula.of(ids)
                .forEach((top, members) -> families.put(
                        top.getLeastSignificantBits(),
                        members.stream().map(UUID::getLeastSignificantBits).toList()));
        return families;
    }
}
