package io.farol.metrics.statement;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** From sums of flows to the statement: stock is the sum of all flows so far, and the group of those without a value is what the others leave (metrics.md 1). */
public final class StatementFormula {
    private static final List<Measure> COLUMNS = List.of(
            Measure.NEW,
            Measure.REACTIVATION,
            Measure.EXPANSION,
            Measure.READJUSTMENT,
            Measure.UNFREEZE,
            Measure.FREEZE,
            Measure.CONTRACTION,
            Measure.CHURN,
            Measure.FX,
            Measure.TRANSFER_IN,
            Measure.TRANSFER_OUT);

    private StatementFormula() {}

    /** The lines of one group, a month each, first and last inclusive. */
    public static List<StatementLine> lines(Flows flows, int first, int last) {
        List<StatementLine> lines = new ArrayList<>();
        for (int month = first; month <= last; month++) {
            lines.add(line(flows, month));
        }
        return lines;
    }

    /**
     * All groups of a dimension of accounts, NONE last: its own rows are transfers only, the rest is the total's less all others'.
     *
     * @param stored as the ledger keeps them, by value
     */
    public static SortedMap<String, Flows> withNone(Flows total, Map<String, Flows> stored, String none) {
        SortedMap<String, Flows> groups = new TreeMap<>(noneLast(none));
        groups.putAll(stored);
        Flows transfers = groups.remove(none);
        Flows rest = total.without(groups.values());
        groups.put(none, transfers == null ? rest : rest.withTransfersOf(transfers));
        return groups;
    }

    /** Alphabetical, the group of those without a value at the end. */
    public static java.util.Comparator<String> noneLast(String none) {
        return java.util.Comparator.comparing((String value) -> value.equals(none))
                .thenComparing(java.util.Comparator.naturalOrder());
    }

    private static StatementLine line(Flows flows, int month) {
        Map<Measure, Long> amounts = new EnumMap<>(Measure.class);
        Map<Measure, Long> counts = new EnumMap<>(Measure.class);
        for (Measure measure : COLUMNS) {
            amounts.put(measure, flows.amountE4(measure, month));
            counts.put(measure, flows.n(measure, month));
        }
        return new StatementLine(
                month,
                flows.closingE4(month - 1),
                flows.closingE4(month),
                flows.amountUpToE4(Measure.FROZEN, month),
                flows.logos(month - 1),
                flows.logos(month),
                flows.nUpTo(Measure.FROZEN, month),
                amounts,
                counts);
    }
}
