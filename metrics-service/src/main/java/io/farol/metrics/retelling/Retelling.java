package io.farol.metrics.retelling;

import io.farol.metrics.ledger.AccountHistory;
import io.farol.metrics.ledger.GroupedHistory;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The difference that conventions make: the accounts they concern as the ledger tells them, to be taken away, and the same accounts told anew, to be added. Any sum over accounts is the
 * ledger's plus this.
 */
public final class Retelling {
    /** No difference. */
    public static final Retelling NONE = new Retelling(List.of());

    /**
     * An account that is taken away or added.
     *
     * @param sign -1 or 1
     * @param tags that it has now; only read when an answer chooses by them
     */
    record Part(int sign, UUID accountId, Set<String> tags, AccountHistory history) {}

    /**
     * The same where an answer counts it.
     *
     * @param sign of what it adds to sums: -1 = as the ledger tells it, 1 = told anew
     * @param accountId of a family: its topmost account
     */
    public record Told(int sign, UUID accountId, GroupedHistory history) {}

    private final List<Part> parts;

    Retelling(List<Part> parts) {
        this.parts = parts;
    }

    /** Whether the ledger's figures stand as they are. */
    public boolean isNone() {
        return parts.isEmpty();
    }

    /** Accounts that the ledger tells in another way. */
    public Set<UUID> replaced() {
        return parts.stream()
                .filter(part -> part.sign < 0)
                .map(Part::accountId)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The chosen accounts in their groups. A grouping by lines is possible for all accounts only. */
    public List<Told> told(AccountFilter filter, @Nullable Dimension groupBy) {
        return parts.stream()
                .filter(part -> isTagged(part, filter))
                .map(part -> new Told(part.sign, part.accountId, grouped(part.history, filter, groupBy)))
                .toList();
    }

    private static boolean isTagged(Part part, AccountFilter filter) {
        return filter.tags()
                .map(tags -> tags.stream().anyMatch(part.tags::contains))
                .orElse(true);
    }

    private static GroupedHistory grouped(AccountHistory history, AccountFilter filter, @Nullable Dimension groupBy) {
        if (groupBy != null && groupBy.isOfLines()) {
            if (!filter.isAll()) {
                throw new IllegalArgumentException("lines of chosen accounts: " + groupBy);
            }
            return history.groupedByLines(groupBy.name());
        }
        return history.grouped(filter.dated(), filter.products().orElse(null), groupBy == null ? null : groupBy.name());
    }
}
