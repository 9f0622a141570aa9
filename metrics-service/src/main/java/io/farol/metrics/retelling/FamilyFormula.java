package io.farol.metrics.retelling;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who belongs together: an account with all accounts below it, told under the topmost one. Of accounts that are each other's parents the one with the smallest id counts as topmost. */
final class FamilyFormula {
    private static final Comparator<UUID> ORDER = Comparator.comparing(UUID::toString);

    private FamilyFormula() {}

    /** Families of two or more by their topmost account, itself included. @param parents by subsidiary; a parent that is no account must not be in it */
    static SortedMap<UUID, SortedSet<UUID>> of(Map<UUID, UUID> parents) {
        Map<UUID, UUID> tops = new HashMap<>();
        SortedMap<UUID, SortedSet<UUID>> families = new TreeMap<>(ORDER);
        for (UUID account : new LinkedHashMap<>(parents).keySet()) {
            UUID top = top(account, parents, tops);
            SortedSet<UUID> family = families.computeIfAbsent(top, ignored -> new TreeSet<>(ORDER));
            family.add(top);
            family.add(account);
        }
        families.values().removeIf(family -> family.size() < 2);
        return families;
    }

    private static UUID top(UUID account, Map<UUID, UUID> parents, Map<UUID, UUID> tops) {
        SequencedSet<UUID> path = new LinkedHashSet<>();
        @Nullable UUID next = account;
        UUID last = account;
        while (next != null && !tops.containsKey(next) && path.add(next)) {
            last = next;
            next = parents.get(next);
        }
        UUID top = next == null ? last : tops.containsKey(next) ? tops.get(next) : smallestOfCircle(next, parents);
        path.forEach(passed -> tops.put(passed, top));
        return top;
    }

    private static UUID smallestOfCircle(UUID start, Map<UUID, UUID> parents) {
        UUID smallest = start;
        for (UUID next = parents.get(start); next != null && !next.equals(start); next = parents.get(next)) {
            smallest = ORDER.compare(next, smallest) < 0 ? next : smallest;
        }
        return smallest;
    }
}
