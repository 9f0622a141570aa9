package io.farol.metrics.ledger;

/**
 * Tickets that are much alike, for the search of their median: those with the same first {@value #BITS} bits, 64 buckets from one power of two to the next.
 *
 * @param lowestE4 inclusive, in 1/10,000; names the bucket
 * @param nextE4 exclusive
 */
public record TicketBucket(long lowestE4, long nextE4) {
    private static final int BITS = 7;

    /** The bucket of a ticket above 0. */
    public static TicketBucket of(long ticketE4) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(ticketE4) - BITS);
        long lowest = ticketE4 >> shift << shift;
        return new TicketBucket(lowest, lowest + (1L << shift));
    }

    /** Whether a ticket is in it. */
    public boolean holds(long ticketE4) {
        return lowestE4 <= ticketE4 && ticketE4 < nextE4;
    }
}
