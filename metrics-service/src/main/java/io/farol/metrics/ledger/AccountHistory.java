package io.farol.metrics.ledger;

import io.farol.metrics.ledger.GroupFormula.MonthGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What became of an account, or of several that are told as one: from their facts to the months after netting, in pure Java.
 *
 * @param members the facts of the accounts, their pieces as they are valued
 * @param stretches what they have together, day by day, without gaps
 * @param months in which something changed
 * @param groups of the one that the others are told under
 */
public record AccountHistory(
        List<AccountFacts> members,
        List<LineStep> steps,
        List<Stretch> stretches,
        List<Movement> movements,
        List<MonthResult> months,
        List<GroupStretch> groups) {
    /** Dimensions that are properties of lines. */
    static final SortedMap<String, Function<LinePiece, String>> LINE_GROUPS =
            new TreeMap<>(Map.of("product", piece -> piece.productId().toString(), "term", LinePiece::term));

    private static final String NOT_CHOSEN = GroupValue.NONE;
    private static final String CHOSEN = "=";

    /**
     * Tells accounts as one.
     *
     * @param accounts at least one
     * @param values groups of the one they are told under
     */
    public static AccountHistory of(List<AccountFacts> accounts, List<GroupValue> values, Valuation valuation) {
        List<AccountFacts> members = accounts.stream()
                .map(facts -> new AccountFacts(valuation.pieces(facts), facts.freezes(), facts.groups()))
                .toList();
        List<LinePiece> pieces =
                members.stream().flatMap(facts -> facts.pieces().stream()).toList();
        List<Freeze> freezes =
                members.stream().flatMap(facts -> facts.freezes().stream()).toList();
        List<Stretch> stretches = StretchFormula.sum(members.stream()
                .map(facts -> StretchFormula.of(facts.pieces(), facts.freezes()))
                .toList());
        List<LineStep> steps = members.stream()
                .flatMap(facts -> LineStepFormula.of(facts, valuation).stream())
                .toList();
        List<Movement> movements = MovementFormula.of(stretches, steps, pieces, freezes);
        List<MonthResult> months = MonthNettingFormula.of(stretches, movements);
        return new AccountHistory(members, steps, stretches, movements, months, GroupFormula.of(values, months));
    }

    /** Whether there never was any MRR. */
    public boolean isEmpty() {
        return months.isEmpty() && movements.isEmpty();
    }

    /** What there is at the end of a month. */
    public Stretch atEndOf(int month) {
        return StretchFormula.atEndOf(stretches, month);
    }

    /** Readjustments of the months after one, up to another, in 1/10,000. */
    public long readjustmentE4(int after, int upTo) {
        return months.stream()
                .filter(result -> after < result.month() && result.month() <= upTo)
                .mapToLong(result -> result.amountE4(Kind.READJUSTMENT))
                .sum();
    }

    /** What lines of a property add to the statement: {@code product} or {@code term}. */
    Cells byLines(String dim) {
        return LineGroupFormula.of(dim, LINE_GROUPS.get(dim), members, steps, stretches, months);
    }

    /** The history by a property of lines. */
    public GroupedHistory groupedByLines(String dim) {
        return new GroupedHistory(this, List.of(), byLines(dim), "");
    }

    /**
     * The history in the groups in which an answer counts it.
     *
     * @param dated per dimension the groups that are chosen
     * @param products one of which must be under contract; null = whatever
     * @param groupBy null = one group, {@code ""}
     */
    public GroupedHistory grouped(
            Map<String, ? extends Collection<String>> dated,
            @Nullable Collection<UUID> products,
            @Nullable String groupBy) {
        Map<String, List<MonthGroup>> byDim = GroupFormula.atMonthEnds(groups);
        List<IntPredicate> conditions = new ArrayList<>();
        TreeSet<Integer> borders = new TreeSet<>();
        dated.forEach((dim, values) -> {
            List<MonthGroup> held = byDim.getOrDefault(dim, List.of());
            held.forEach(group -> borders.add(group.from()));
            conditions.add(month -> values.contains(GroupFormula.valueAt(held, month)));
        });
        if (products != null) {
            List<MonthGroup> held = monthsWith(products);
            held.forEach(span -> borders.addAll(List.of(span.from(), span.until())));
            conditions.add(month -> held.stream().anyMatch(span -> span.contains(month)));
        }
        List<MonthGroup> values = groupBy == null ? List.of() : byDim.getOrDefault(groupBy, List.of());
        values.forEach(group -> borders.add(group.from()));
        List<MonthGroup> told = new ArrayList<>();
        borders.add(LedgerTime.monthOf(LedgerTime.EVER));
        for (int from : borders.headSet(LedgerTime.OPEN_MONTH)) {
            boolean isChosen = conditions.stream().allMatch(condition -> condition.test(from));
            String value = groupBy == null ? "" : GroupFormula.valueAt(values, from);
            append(told, from, isChosen ? CHOSEN + value : NOT_CHOSEN);
        }
        return new GroupedHistory(this, told, CellFormula.byDimension("", told, months, stretches), CHOSEN);
    }

    private List<MonthGroup> monthsWith(Collection<UUID> products) {
        return members.stream()
                .flatMap(facts -> facts.pieces().stream())
                .filter(piece -> products.contains(piece.productId()))
                .map(piece -> new MonthGroup(LedgerTime.monthOf(piece.from()), LedgerTime.monthOf(piece.until()), ""))
                .toList();
    }

    /** Neighbours differ, and there are no gaps. */
    private static void append(List<MonthGroup> told, int from, String value) {
        if (told.isEmpty()) {
            told.add(new MonthGroup(from, LedgerTime.OPEN_MONTH, value));
        } else if (!told.getLast().value().equals(value)) {
            MonthGroup last = told.removeLast();
            told.add(new MonthGroup(last.from(), from, last.value()));
            told.add(new MonthGroup(from, LedgerTime.OPEN_MONTH, value));
        }
    }
}
