package io.farol.runtime.feed;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the events after which no source transaction is open for a reader. Transactions lie between each other in a batch, never across batches; those that overlap end together.
 * One instance follows one reader through its pages.
 */
final class TransactionEnds {
    private final OutboxReader reader;
    private final FeedFilter filter;
    private Map<Long, Long> longBatchEnds = Map.of();
    private long longBatch;
    private long openUntil;

    TransactionEnds(OutboxReader reader, FeedFilter filter) {
        this.reader = reader;
        this.filter = filter;
    }

    /**
     * For each event of a page whether it is such an end.
     *
     * @param isLastPage whether nothing follows the page in the batch of its last event
     */
    boolean[] of(List<OutboxRow> page, boolean isLastPage) throws SQLException {
        Map<Long, Long> ends = new HashMap<>();
        for (OutboxRow row : page) {
            ends.put(row.transaction(), row.position());
        }
        if (!isLastPage) {
            ends.putAll(beyond(page.getLast()));
        }
        boolean[] isEnd = new boolean[page.size()];
        for (int i = 0; i < isEnd.length; i++) {
            OutboxRow row = page.get(i);
            openUntil = Math.max(openUntil, ends.getOrDefault(row.transaction(), row.position()));
            isEnd[i] = row.position() >= openUntil;
        }
        return isEnd;
    }

    /** The ends of the batch that the page breaks, read once per batch. */
    private Map<Long, Long> beyond(OutboxRow last) throws SQLException {
        if (last.position() >= last.batchEndsAt()) {
            return Map.of();
        }
        if (longBatch != last.batch()) {
            longBatchEnds = reader.lastOfTransactions(filter, last.position(), last.batchEndsAt());
            longBatch = last.batch();
        }
        Map<Long, Long> stillOpen = new HashMap<>();
        longBatchEnds.forEach((transaction, end) -> {
            if (end > last.position()) {
                stillOpen.put(transaction, end);
            }
        });
        return stillOpen;
    }
}
