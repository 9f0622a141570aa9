package io.farol.metrics.statement;

import io.farol.metrics.retelling.Conventions;
import io.farol.metrics.retelling.Retelling;
import io.farol.metrics.retelling.RetellingError;
import io.farol.metrics.retelling.Retellings;
import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Viewpoint;
import io.farol.metrics.viewpoint.Viewpoints;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers the monthly statement, and gives its sums to what is computed from them. */
@ApplicationScoped
public class Statements {
    /** Most figures that one answer shows. */
    public static final int MOST_POINTS = 10_000;

    private final FlowRepository repository;
    private final ChosenFlowRepository chosen;
    private final LeftOutFlows leftOut;
    private final LineFlowRepository lines;
    private final Retellings retellings;
    private final Viewpoints viewpoints;

    Statements(
            FlowRepository repository,
            ChosenFlowRepository chosen,
            LeftOutFlows leftOut,
            LineFlowRepository lines,
            Retellings retellings,
            Viewpoints viewpoints) {
        this.repository = repository;
        this.chosen = chosen;
        this.leftOut = leftOut;
        this.lines = lines;
        this.retellings = retellings;
        this.viewpoints = viewpoints;
    }

    /**
     * What is asked.
     *
     * @param from first month, inclusive
     * @param to last month, inclusive
     * @param groupBy null = whole only
     */
    public record Question(
            YearMonth from,
            YearMonth to,
            @Nullable Dimension groupBy,
            AccountFilter filter,
            Conventions conventions,
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt) {
        public Question {
            if (!conventions.isStandard() && groupBy != null && groupBy.isOfLines() && !filter.isAll()) {
                throw RetellingError.notAvailable("groupBy", "lines of chosen accounts are not told anew");
            }
            if (to.isBefore(from)) {
                throw DomainException.invalid(List.of(Fault.in("to", PlatformError.ENDS_BEFORE_START)));
            }
        }
    }

    /**
     * The statement.
     *
     * @param total lines of all chosen accounts
     * @param groups lines by group, each of the same months; empty without a grouping
     */
    public record Statement(
            Viewpoint viewpoint,
            List<StatementLine> total,
            SortedMap<String, List<StatementLine>> groups,
            Conventions conventions,
            long unconvertedLines) {}

    /** The statement of some months. */
    @Transactional
    public Statement answer(Question question) {
        return answer(viewpoints.at(question.asOf(), question.knownAt()), question);
    }

    /** The same from a viewpoint; inside a transaction. */
    Statement answer(Viewpoint viewpoint, Question question) {
        int first = Months.number(question.from());
        int last = Months.number(question.to());
        checkPoints(last - first + 1, 1);
        ChosenFlowRepository.Chosen flows = flows(viewpoint, question.filter(), question.groupBy(), first - 1, last);
        Flows total = flows.total();
        Retelling retelling = retellings.of(viewpoint, question.conventions(), question.filter());
        SortedMap<String, List<StatementLine>> groups = new TreeMap<>(StatementFormula.noneLast(Dimension.NONE));
        if (question.groupBy() != null) {
            Flows.addTold(flows.groups(), retelling.told(question.filter(), question.groupBy()), first - 1, last);
            checkPoints(last - first + 1, flows.groups().size());
            flows.groups().forEach((value, ofGroup) -> groups.put(value, StatementFormula.lines(ofGroup, first, last)));
        }
        SortedMap<String, Flows> whole = new TreeMap<>(Map.of("", total));
        Flows.addTold(whole, retelling.told(question.filter(), null), first - 1, last);
        long unconverted = unconvertedLines(viewpoint, question.filter(), List.of(new MonthSpan(first, last)))
                .getFirst();
        return new Statement(
                viewpoint, StatementFormula.lines(total, first, last), groups, question.conventions(), unconverted);
    }

    /** All of them without transfers between chosen groups, and by group; where both are told account by account, both at once. */
    private ChosenFlowRepository.Chosen flows(
            Viewpoint viewpoint, AccountFilter filter, @Nullable Dimension groupBy, int first, int last) {
        if (groupBy != null && !groupBy.isOfLines() && !isFromCells(filter, null)) {
            ChosenFlowRepository.Chosen both = chosen(viewpoint, filter, groupBy, first, last);
            return new ChosenFlowRepository.Chosen(both.total(), ordered(groupBy, both.groups(), first, last));
        }
        Flows total = withoutInnerTransfers(viewpoint, filter, first, last);
        return new ChosenFlowRepository.Chosen(
                total, groupBy == null ? new TreeMap<>() : groups(viewpoint, filter, groupBy, total, first, last, 0));
    }

    private ChosenFlowRepository.Chosen chosen(
            Viewpoint viewpoint, AccountFilter filter, Dimension groupBy, int first, int last) {
        return filter.groups()
                .flatMap(groups -> leftOut.flows(viewpoint, groups, groupBy, first, last))
                .orElseGet(() -> chosen.flows(viewpoint, filter, groupBy, first, last));
    }

    /**
     * Flows of the chosen accounts, from which sums up to a month follow; transfers between chosen groups may be in both directions; inside a transaction.
     *
     * @param first month whose sums hold all before it, too
     * @param window 1, 3, 6, 12 or 0 for none; only where {@link #isFromCells}
     */
    @Transactional
    public Flows total(Viewpoint viewpoint, AccountFilter filter, int first, int last, int window) {
        if (filter.isAll()) {
            return repository.total(viewpoint, first, last, window);
        }
        return filter.groups()
                .map(groups -> Flows.sum(
                        ofGroups(viewpoint, groups, first, last, window).values(), first, last))
                .orElseGet(
                        () -> chosen.flows(viewpoint, filter, null, first, last).total());
    }

    /** The same without transfers between chosen groups. */
    private Flows withoutInnerTransfers(Viewpoint viewpoint, AccountFilter filter, int first, int last) {
        Flows total = total(viewpoint, filter, first, last, 0);
        boolean hasInner = filter.groups().filter(groups -> !groups.isOne()).isPresent();
        return hasInner ? total.withLaterTransfersOf(chosen.transfers(viewpoint, filter, first, last)) : total;
    }

    /** Whether the flows of these accounts are in the ledger's cells, so that their reading does not depend on the number of accounts, and sums of windows can be had with them. */
    public static boolean isFromCells(AccountFilter filter, @Nullable Dimension groupBy) {
        return filter.isAll()
                || filter.groups()
                        .filter(groups -> groupBy == null || groupBy.equals(groups.dimension()))
                        .isPresent();
    }

    /** Flows of the chosen groups that there are. */
    private SortedMap<String, Flows> ofGroups(
            Viewpoint viewpoint, AccountFilter.Groups groups, int first, int last, int window) {
        String dim = groups.dimension().name();
        if (!groups.values().contains(Dimension.NONE) || !groups.dimension().hasNone()) {
            return repository.cells(viewpoint, dim, groups.values(), first, last, window);
        }
        SortedMap<String, Flows> all = StatementFormula.withNone(
                repository.total(viewpoint, first, last, window),
                repository.cells(viewpoint, dim, null, first, last, window),
                Dimension.NONE);
        all.keySet().retainAll(groups.values());
        return all;
    }

    /** Flows of the chosen accounts by group, NONE last; inside a transaction. @param total those of {@link #total} */
    @Transactional
    public SortedMap<String, Flows> groups(
            Viewpoint viewpoint,
            AccountFilter filter,
            Dimension groupBy,
            Flows total,
            int first,
            int last,
            int window) {
        if (filter.isAll()) {
            SortedMap<String, Flows> stored = repository.cells(viewpoint, groupBy.name(), null, first, last, window);
            return groupBy.hasNone() ? StatementFormula.withNone(total, stored, Dimension.NONE) : stored;
        }
        if (groupBy.isOfLines()) {
            return lines.flows(viewpoint, filter, groupBy, first, last);
        }
        return ordered(
                groupBy,
                isFromCells(filter, groupBy)
                        ? ofGroups(viewpoint, filter.groups().orElseThrow(), first, last, window)
                        : chosen(viewpoint, filter, groupBy, first, last).groups(),
                first,
                last);
    }

    /** Groups of accounts, NONE last where there can be one. */
    private static SortedMap<String, Flows> ordered(
            Dimension groupBy, SortedMap<String, Flows> flows, int first, int last) {
        SortedMap<String, Flows> groups = new TreeMap<>(StatementFormula.noneLast(Dimension.NONE));
        groups.putAll(flows);
        if (groupBy.hasNone()) {
            groups.putIfAbsent(Dimension.NONE, new Flows(first, last));
        } else {
            groups.remove(Dimension.NONE);
        }
        return groups;
    }

    /** Numbers of lines without an exchange rate of the chosen accounts in each of some spans; inside a transaction. */
    @Transactional
    public List<Long> unconvertedLines(Viewpoint viewpoint, AccountFilter filter, List<MonthSpan> spans) {
        return repository.unconvertedLines(
                viewpoint,
                filter,
                spans.stream()
                        .map(span -> new FlowRepository.DaySpan(
                                Months.firstDayOf(span.first()), Months.lastDayOf(span.last())))
                        .toList());
    }

    /** Months by their numbers, both inclusive. */
    public record MonthSpan(int first, int last) {}

    /** Refuses an answer of too many figures. */
    public static void checkPoints(long periods, long groups) {
        if (periods * Math.max(1, groups) > MOST_POINTS) {
            throw new DomainException(StatementError.TOO_MANY_POINTS, "too many points", Map.of("max", MOST_POINTS));
        }
    }
}
