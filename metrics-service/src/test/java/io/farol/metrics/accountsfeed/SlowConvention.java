package io.farol.metrics.accountsfeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Which conventions {@link SlowRetelling} takes at their word.
 *
 * @param isCurrent at the rates of the day, after {@code asOf} at the latest one until then
 * @param isGroup an account with its subsidiaries counts once
 */
record SlowConvention(boolean isCurrent, boolean isGroup, LocalDate asOf) {
    static final SlowConvention STANDARD = new SlowConvention(false, false, LocalDate.MAX);

    /** The account that another is told under. */
    UUID logo(Books books, UUID account) {
        List<UUID> path = new ArrayList<>(List.of(account));
        while (isGroup) {
            JsonNode parent = books.accounts.get(path.getLast()).path("parentAccountId");
            UUID next = parent.isTextual() ? UUID.fromString(parent.asText()) : null;
            if (next == null || !books.accounts.containsKey(next)) {
                return path.getLast();
            }
            if (path.contains(next)) {
                return Collections.min(
                        path.subList(path.indexOf(next), path.size()), Comparator.comparing(UUID::toString));
            }
            path.add(next);
        }
        return account;
    }
}
