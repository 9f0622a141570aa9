package io.farol.metrics.accountsfeed;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the slow ledger about chosen accounts.
 *
 * @param name under which it answers
 * @param filter values by name: values of one name are or, different names and
 * @param groupBy null = one group, {@code ""}
 */
record SlowQuestion(
        String name,
        SortedMap<String, List<String>> filter,
        @Nullable String groupBy) {

    boolean isByLines() {
        return "product".equals(groupBy) || "term".equals(groupBy);
    }
}
