package io.farol.metrics.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.metrics.ledger.TicketBucket;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** The same as {@link SpreadFormula} of all tickets, from the buckets and the few tickets about the middle. */
class TicketHistogramTest {

    @Test
    void findsTheTicketInTheMiddleInsideItsBucket() {
        long[] tickets = {5, 1_000_000, 1_000_100, 1_000_200, 9_000_000};

        assertEquals(List.of(TicketBucket.of(1_000_000)), buckets(tickets));
        assertEquals(SpreadFormula.of(tickets.clone()), spread(tickets, 1_000_200, 1_000_000, 1_000_100));
    }

    @Test
    void looksIntoTwoBucketsWhenTheMiddleIsBetweenThem() {
        long[] tickets = {5, 1_000, 2_000, 9_000};

        assertEquals(List.of(TicketBucket.of(1_000), TicketBucket.of(2_000)), buckets(tickets));
        assertEquals(SpreadFormula.of(tickets.clone()), spread(tickets, 2_000, 1_000));
    }

    @Test
    void takesOneTicketForItsOwnMiddle() {
        assertEquals(SpreadFormula.of(new long[] {77}), spread(new long[] {77}, 77));
    }

    /** The others may be of other periods' middles. */
    @Test
    void doesNotMindTicketsOfOtherBuckets() {
        assertEquals(SpreadFormula.of(new long[] {5, 7, 9}), spread(new long[] {5, 7, 9}, 1, 5, 7, 8, 100));
    }

    @Test
    void addsSquaresOfTwoParts() {
        long[] tickets = {3L << 40, 1L << 40};

        assertEquals(SpreadFormula.of(tickets.clone()), spread(tickets, tickets));
    }

    @Test
    void isEmptyWhenAllThatCameIsGone() {
        TicketHistogram histogram = new TicketHistogram();
        assertTrue(histogram.isEmpty());
        histogram.add(5, 1);
        assertFalse(histogram.isEmpty());
        histogram.add(5, -1);
        assertTrue(histogram.isEmpty());
        assertThrows(IllegalArgumentException.class, histogram::middle);
    }

    @Test
    void saysSoWhenTheTicketIsMissing() {
        assertThrows(NoSuchElementException.class, () -> spread(new long[] {5, 7, 9}, 5, 9));
    }

    private static List<TicketBucket> buckets(long... tickets) {
        return histogram(tickets).middle().buckets().distinct().toList();
    }

    private static PeriodFacts.Spread spread(long[] tickets, long... near) {
        return histogram(tickets)
                .middle()
                .spread(near, java.util.Arrays.stream(tickets).sum());
    }

    private static TicketHistogram histogram(long... tickets) {
        TicketHistogram histogram = new TicketHistogram();
        for (long ticket : tickets) {
            histogram.add(TicketBucket.of(ticket).lowestE4(), 1);
            java.math.BigInteger square = java.math.BigInteger.valueOf(ticket).pow(2);
            java.math.BigInteger[] parts = square.divideAndRemainder(java.math.BigInteger.ONE.shiftLeft(40));
            histogram.addSquares(parts[1].longValueExact(), parts[0].longValueExact());
        }
        return histogram;
    }
}
