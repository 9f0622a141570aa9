package io.farol.metrics.statement;

import io.farol.metrics.retelling.Retelling;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Sums of one group by measure and month, over a run of months; the first one holds all that came before it, too. */
public final class Flows {
    private final int first;
    private final int last;
    private final Map<Measure, long[]> amounts = new EnumMap<>(Measure.class);
    private final Map<Measure, long[]> counts = new EnumMap<>(Measure.class);
    private final Map<Measure, long[]> amountSums = new EnumMap<>(Measure.class);
    private final Map<Measure, long[]> countSums = new EnumMap<>(Measure.class);

    /** @param first month before those whose flows are asked, inclusive @param last inclusive */
    public Flows(int first, int last) {
        this.first = first;
        this.last = last;
    }

    /** Adds to a month; what is earlier than the first counts in the first. */
    public void add(Measure measure, int month, long amountE4, long n) {
        int index = Math.max(month, first) - first;
        of(amounts, measure)[index] += amountE4;
        of(counts, measure)[index] += n;
        amountSums.remove(measure);
        countSums.remove(measure);
    }

    /** In 1/10,000, of one month after the first. */
    public long amountE4(Measure measure, int month) {
        return of(amounts, measure)[month - first];
    }

    /** Accounts, of one month after the first. */
    public long n(Measure measure, int month) {
        return of(counts, measure)[month - first];
    }

    /** In 1/10,000, of all months up to one, inclusive. */
    public long amountUpToE4(Measure measure, int month) {
        return upTo(amounts, amountSums, measure, month);
    }

    /** Accounts, of all months up to one, inclusive. */
    public long nUpTo(Measure measure, int month) {
        return upTo(counts, countSums, measure, month);
    }

    /** MRR at the end of a month, in 1/10,000. */
    public long closingE4(int month) {
        long sum = 0;
        for (Measure measure : Measure.values()) {
            sum += measure.sign() * amountUpToE4(measure, month);
        }
        return sum;
    }

    /** Logos at the end of a month, frozen ones included. */
    public long logos(int month) {
        long sum = 0;
        for (Measure measure : Measure.values()) {
            sum += measure.logoSign() * nUpTo(measure, month);
        }
        return sum;
    }

    /** Adds accounts to the groups they are in, and takes others away. @param first as of the constructor */
    public static void addTold(SortedMap<String, Flows> groups, List<Retelling.Told> accounts, int first, int last) {
        for (Retelling.Told told : accounts) {
            told.history().flows((group, measure, month, amountE4, n) -> {
                if (month <= last) {
                    groups.computeIfAbsent(group, ignored -> new Flows(first, last))
                            .add(Measure.valueOf(measure), month, told.sign() * amountE4, told.sign() * n);
                }
            });
        }
    }

    /** These less those of other groups, transfers aside: the group of all who are in none of the others, but for its own transfers. */
    Flows without(Collection<Flows> others) {
        Flows rest = new Flows(first, last);
        for (Measure measure : Measure.values()) {
            if (measure != Measure.TRANSFER_IN && measure != Measure.TRANSFER_OUT) {
                for (int month = first; month <= last; month++) {
                    long amount = amountE4(measure, month);
                    long n = n(measure, month);
                    for (Flows other : others) {
                        amount -= other.amountE4(measure, month);
                        n -= other.n(measure, month);
                    }
                    rest.add(measure, month, amount, n);
                }
            }
        }
        return rest;
    }

    /** These less those of some of the same accounts. */
    Flows minus(Flows others) {
        Flows rest = new Flows(first, last);
        for (Measure measure : Measure.values()) {
            for (int month = first; month <= last; month++) {
                rest.add(
                        measure,
                        month,
                        amountE4(measure, month) - others.amountE4(measure, month),
                        n(measure, month) - others.n(measure, month));
            }
        }
        return rest;
    }

    /** Whether accounts came and went after the first month without a flow of their own. */
    boolean hasLaterTransfers() {
        return hasLater(Measure.TRANSFER_IN) || hasLater(Measure.TRANSFER_OUT);
    }

    /** Whether there was nobody at the end of the first month, nor later. */
    boolean isOfNobody() {
        return logos(first) == 0 && Stream.of(Measure.values()).noneMatch(this::hasLater);
    }

    /** Logos at the end of the first month, and what happened to them and others since: as much as there is to read where accounts are told one by one. */
    long size() {
        long size = logos(first);
        for (Measure measure : Measure.values()) {
            for (int month = first + 1; month <= last; month++) {
                size += Math.abs(n(measure, month));
            }
        }
        return size;
    }

    private boolean hasLater(Measure measure) {
        for (int month = first + 1; month <= last; month++) {
            if (n(measure, month) != 0 || amountE4(measure, month) != 0) {
                return true;
            }
        }
        return false;
    }

    /** All of some groups together; transfers between them are in both sums. */
    static Flows sum(Collection<Flows> groups, int first, int last) {
        Flows sum = new Flows(first, last);
        for (Flows group : groups) {
            for (Measure measure : Measure.values()) {
                for (int month = first; month <= last; month++) {
                    sum.add(measure, month, group.amountE4(measure, month), group.n(measure, month));
                }
            }
        }
        return sum;
    }

    /** These with the transfers of another. */
    Flows withTransfersOf(Flows other) {
        return withTransfersOf(other, first);
    }

    /** These with the transfers of another after the first month; sums up to a month stay what they are when both agree on what is left of them. */
    Flows withLaterTransfersOf(Flows other) {
        return withTransfersOf(other, first + 1);
    }

    private Flows withTransfersOf(Flows other, int from) {
        Flows sum = new Flows(first, last);
        for (Measure measure : Measure.values()) {
            boolean isTransfer = measure == Measure.TRANSFER_IN || measure == Measure.TRANSFER_OUT;
            for (int month = first; month <= last; month++) {
                Flows source = isTransfer && month >= from ? other : this;
                sum.add(measure, month, source.amountE4(measure, month), source.n(measure, month));
            }
        }
        return sum;
    }

    private long upTo(Map<Measure, long[]> months, Map<Measure, long[]> sums, Measure measure, int month) {
        return sums.computeIfAbsent(measure, ignored -> {
            long[] running = of(months, measure).clone();
            for (int i = 1; i < running.length; i++) {
                running[i] += running[i - 1];
            }
            return running;
        })[month - first];
    }

    private long[] of(Map<Measure, long[]> months, Measure measure) {
        return months.computeIfAbsent(measure, ignored -> new long[last - first + 1]);
    }
}
