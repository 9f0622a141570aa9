package io.farol.metrics.catalogue;

import io.farol.metrics.retelling.Retelling.Told;
import io.farol.metrics.statement.Flows;
import io.farol.metrics.statement.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What is known of each group in each period, collected from several reads. */
final class Facts {
    private static final Map<Measure, List<Column>> SUMS = Map.of(
            Measure.NEW, List.of(Column.NEW, Column.NEW_COUNT),
            Measure.REACTIVATION, List.of(Column.REACTIVATION, Column.REACTIVATION_COUNT),
            Measure.EXPANSION, List.of(Column.EXPANSION, Column.EXPANSION_COUNT),
            Measure.READJUSTMENT, List.of(Column.READJUSTMENT, Column.READJUSTMENT_COUNT),
            Measure.UNFREEZE, List.of(Column.UNFREEZE, Column.UNFREEZE_COUNT),
            Measure.FREEZE, List.of(Column.FREEZE, Column.FREEZE_COUNT),
            Measure.CONTRACTION, List.of(Column.CONTRACTION, Column.CONTRACTION_COUNT),
            Measure.CHURN, List.of(Column.CHURN, Column.CHURN_COUNT),
            Measure.FX, List.of(Column.FX, Column.FX_COUNT));

    private final Scope scope;
    private final SortedMap<String, Map<Integer, PeriodFacts>> byGroup;
    private final Map<PeriodFacts, List<Long[]>> tickets = new IdentityHashMap<>();
    private final Map<PeriodFacts, List<Long>> toldTickets = new IdentityHashMap<>();

    Facts(Scope scope, java.util.Comparator<String> order) {
        this.scope = scope;
        this.byGroup = new TreeMap<>(order);
    }

    /** Groups in their order. */
    Iterable<String> groups() {
        return byGroup.keySet();
    }

    int groupCount() {
        return byGroup.size();
    }

    /** Facts of a group in the period that ends with a month; a group that only they know is added. */
    PeriodFacts of(String group, int lastMonth) {
        return byGroup.computeIfAbsent(group, ignored -> new HashMap<>())
                .computeIfAbsent(lastMonth, ignored -> new PeriodFacts(scope.window()));
    }

    /** Puts what follows from sums of flows. @param hasWindows whether the flows hold the sums of windows, too */
    void putFlows(String group, Flows flows, boolean hasWindows) {
        for (Period period : scope.periods()) {
            PeriodFacts facts = of(group, period.last());
            int start = scope.start(period);
            int end = period.last();
            put(facts, flows, start, end);
            if (hasWindows) {
                WindowSumFormula.put(facts, flows, start, end);
            }
        }
    }

    private static void put(PeriodFacts facts, Flows flows, int start, int end) {
        SUMS.forEach((measure, columns) -> {
            facts.put(columns.getFirst(), flows.amountUpToE4(measure, end) - flows.amountUpToE4(measure, start));
            facts.put(columns.getLast(), flows.nUpTo(measure, end) - flows.nUpTo(measure, start));
        });
        facts.put(Column.OPENING, flows.closingE4(start))
                .put(Column.THEN, flows.closingE4(start))
                .put(Column.CLOSING, flows.closingE4(end))
                .put(Column.FROZEN, flows.amountUpToE4(Measure.FROZEN, end))
                .put(Column.FROZEN_COUNT, flows.nUpTo(Measure.FROZEN, end))
                .put(Column.PAYING, flows.logos(end) - flows.nUpTo(Measure.FROZEN, end))
                .put(Column.PAYING_AT_START, flows.logos(start) - flows.nUpTo(Measure.FROZEN, start))
                .put(Column.LOGOS_AT_START, flows.logos(start));
    }

    /** Adds accounts that are told anew, and takes away those that they are told for. @param but columns that they are in already, from their tickets */
    void addTold(List<Told> accounts, Set<Column> but) {
        SortedMap<String, Flows> flows = new TreeMap<>();
        Flows.addTold(flows, accounts, scope.first(), scope.last());
        for (Period period : scope.periods()) {
            int start = scope.start(period);
            int end = period.last();
            flows.forEach((group, sums) -> {
                PeriodFacts told = new PeriodFacts(scope.window());
                put(told, sums, start, end);
                of(group, end).addAll(told, but);
            });
            for (Told told : accounts) {
                told.history()
                        .groupAt(start)
                        .ifPresent(group -> ToldFormula.add(
                                of(group, end), told.sign(), told.history().history(), start, end));
            }
        }
    }

    private void addToldTicket(PeriodFacts facts, long ticketE4) {
        tickets.computeIfAbsent(facts, ignored -> new ArrayList<>());
        toldTickets.computeIfAbsent(facts, ignored -> new ArrayList<>()).add(ticketE4);
    }

    /** Adds their lives, in the same way. */
    void addToldLives(List<Told> accounts) {
        accounts.forEach(told -> told.history()
                .lives((group, isEnded, key, month, n) -> addLives(group, month, isEnded, key, told.sign() * n)));
    }

    /** Adds their tickets, in the same way; before those of all others are put together. */
    void addToldTickets(List<Told> accounts) {
        for (Told told : accounts) {
            for (Period period : scope.periods()) {
                int month = period.last();
                long ticket = told.history().history().atEndOf(month).mrrE4();
                if (ticket > 0) {
                    told.history()
                            .groupAt(month)
                            .ifPresent(group -> addToldTicket(of(group, month), told.sign() * ticket));
                }
            }
        }
    }

    /**
     * Adds accounts to all periods that end with a month or later.
     *
     * @param key months of life of ended ones; the month at whose end the life of the others would have begun without gaps
     */
    void addLives(String group, int month, boolean isEnded, int key, long accounts) {
        for (Period period : scope.periods()) {
            if (month <= period.last()) {
                of(group, period.last()).addLives(isEnded ? key : period.last() + 1 - key, isEnded, accounts);
            }
        }
    }

    /** Adds contracts under way, of all accounts together, to all periods that end with a month or later. */
    void addContracts(int month, long valueE4, long contracts, long accounts) {
        for (Period period : scope.periods()) {
            if (month <= period.last()) {
                of("", period.last())
                        .add(Column.CONTRACT_VALUE, valueE4)
                        .add(Column.CONTRACTS, contracts)
                        .add(Column.CONTRACT_ACCOUNTS, accounts);
            }
        }
    }

    /** Adds tickets that are what they are at the ends of some months, {@code from <= month < until}. */
    void addTickets(String group, int from, int until, Long[] ticketsE4) {
        for (Period period : scope.periods()) {
            if (from <= period.last() && period.last() < until) {
                tickets.computeIfAbsent(of(group, period.last()), ignored -> new ArrayList<>())
                        .add(ticketsE4);
            }
        }
    }

    /** Puts how the tickets spread that were added, their sum and their number. */
    void putSpreads() {
        tickets.forEach((facts, parts) -> {
            long[] all = withTold(
                    parts.stream()
                            .flatMap(Arrays::stream)
                            .mapToLong(Long::longValue)
                            .toArray(),
                    toldTickets.getOrDefault(facts, List.of()).stream()
                            .mapToLong(Long::longValue)
                            .toArray());
            facts.spread(all.length == 0 ? null : SpreadFormula.of(all))
                    .put(Column.CLOSING, Arrays.stream(all).sum())
                    .put(Column.PAYING, all.length);
        });
        tickets.clear();
    }

    /** Tickets with those of accounts that are told anew, without those (negative ones) of the accounts that they are told for. */
    static long[] withTold(long[] ticketsE4, long[] toldE4) {
        Map<Long, Integer> dropped = new HashMap<>();
        Arrays.stream(toldE4).filter(ticket -> ticket < 0).forEach(ticket -> dropped.merge(-ticket, 1, Integer::sum));
        return LongStream.concat(Arrays.stream(ticketsE4), Arrays.stream(toldE4))
                .filter(ticket -> ticket > 0 && dropped.merge(ticket, -1, Integer::sum) < 0)
                .toArray();
    }

    /** Puts the sums of what the windows that end with each period have. */
    void putWindows(List<WindowRepository.WindowSpan> spans) {
        Map<PeriodFacts, Map<Column, Long>> sums = new IdentityHashMap<>();
        for (WindowRepository.WindowSpan span : spans) {
            for (Period period : scope.periods()) {
                if (span.from() <= period.last() && period.last() < span.until()) {
                    Map<Column, Long> sum = sums.computeIfAbsent(
                            of(span.group(), period.last()), ignored -> new EnumMap<>(Column.class));
                    span.amounts().forEach(part -> sum.merge(part.column(), part.amount(), Long::sum));
                }
            }
        }
        sums.forEach((facts, sum) -> sum.forEach(facts::put));
    }
}
