package io.farol.metrics.catalogue;

import io.farol.metrics.ledger.TicketBucket;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Accounts by buckets of their tickets, and the sum of the tickets' squares: says where the middle is, not what it is. */
final class TicketHistogram {
    private static final int SQUARES_BITS = 40;

    private final SortedMap<Long, Long> accounts = new TreeMap<>();
    private BigInteger squares = BigInteger.ZERO;

    /** The ticket with a number in a bucket, from 0, smallest first. */
    record Place(TicketBucket bucket, long nr) {

        /** @param ticketsE4 all of the bucket, in any order; others do not matter */
        private long of(long[] ticketsE4) {
            return LongStream.of(ticketsE4)
                    .filter(bucket::holds)
                    .sorted()
                    .skip(nr)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** So many tickets of a bucket one after the other, from a number on. */
    record Run(TicketBucket bucket, long nr, long n) {}

    /** The middle of some accounts' tickets: the same place twice when their number is odd. */
    record Middle(long accounts, BigInteger squares, Place lower, Place upper) {

        /** Buckets whose tickets must be looked at. */
        Stream<TicketBucket> buckets() {
            return Stream.of(lower.bucket, upper.bucket);
        }

        /** The fewest runs that hold both places: their smallest ticket is the lower one, their greatest the upper one. */
        List<Run> runs() {
            return lower.bucket.equals(upper.bucket)
                    ? List.of(new Run(lower.bucket, lower.nr, upper.nr - lower.nr + 1))
                    : List.of(new Run(lower.bucket, lower.nr, 1), new Run(upper.bucket, upper.nr, 1));
        }

        /** @param ticketsE4 all of these buckets @param sumE4 of all accounts */
        PeriodFacts.Spread spread(long[] ticketsE4, long sumE4) {
            return spread(lower.of(ticketsE4), upper.of(ticketsE4), sumE4);
        }

        /** @param lowerE4 the ticket at the lower place @param upperE4 the one at the upper place @param sumE4 of all accounts */
        PeriodFacts.Spread spread(long lowerE4, long upperE4, long sumE4) {
            return SpreadFormula.of(lowerE4, upperE4, accounts, BigInteger.valueOf(sumE4), squares);
        }
    }

    /** The same with tickets added, and others (negative ones) taken away. */
    TicketHistogram with(long[] ticketsE4) {
        TicketHistogram sum = new TicketHistogram();
        sum.accounts.putAll(accounts);
        sum.squares = squares;
        for (long ticket : ticketsE4) {
            int sign = Long.signum(ticket);
            sum.add(TicketBucket.of(Math.abs(ticket)).lowestE4(), sign);
            sum.squares = sum.squares.add(BigInteger.valueOf(ticket).pow(2).multiply(BigInteger.valueOf(sign)));
        }
        return sum;
    }

    void add(long lowestE4, long n) {
        accounts.merge(lowestE4, n, Long::sum);
    }

    /** Adds {@code low + high × 2⁴⁰}. */
    void addSquares(long low, long high) {
        squares = squares.add(BigInteger.valueOf(high).shiftLeft(SQUARES_BITS)).add(BigInteger.valueOf(low));
    }

    boolean isEmpty() {
        return count() == 0;
    }

    /** Of at least one account. */
    Middle middle() {
        long count = count();
        return new Middle(count, squares, place((count - 1) / 2), place(count / 2));
    }

    private long count() {
        return accounts.values().stream().mapToLong(Long::longValue).sum();
    }

    private Place place(long nr) {
        long before = 0;
        for (Map.Entry<Long, Long> bucket : accounts.entrySet()) {
            if (nr < before + bucket.getValue()) {
                return new Place(TicketBucket.of(bucket.getKey()), nr - before);
            }
            before += bucket.getValue();
        }
        throw new IllegalArgumentException("no ticket " + nr + " of " + before);
    }
}
