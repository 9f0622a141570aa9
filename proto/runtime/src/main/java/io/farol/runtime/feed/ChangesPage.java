package io.farol.runtime.feed;

import java.util.List;

/**
 * Some changes in order.
 *
 * @param nextCursor for the next question, also when there are no items
 * @param isCaughtUp whether there was nothing more
 */
public record ChangesPage(List<Change> items, String nextCursor, boolean isCaughtUp) {

    public ChangesPage {
        items = List.copyOf(items);
    }
}
