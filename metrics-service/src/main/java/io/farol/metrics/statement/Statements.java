package io.farol.metrics.statement;

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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers the monthly statement, and gives its sums to what is computed from them. */
@ApplicationScoped
public class Statements {
    /** Most figures that one answer shows. */
    public static final int MOST_POINTS = 10_000;

    private final FlowRepository repository;
    private final Viewpoints viewpoints;

    Statements(FlowRepository repository, Viewpoints viewpoints) {
        this.repository = repository;
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
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt) {
        public Question {
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
            long unconvertedLines) {}

    /** The statement of some months. */
    @Transactional
    public Statement answer(Question question) {
        Viewpoint viewpoint = viewpoints.at(question.asOf(), question.knownAt());
        int first = Months.number(question.from());
        int last = Months.number(question.to());
        checkPoints(last - first + 1, 1);
        Flows total = total(viewpoint, question.filter(), first - 1, last, 0);
        SortedMap<String, List<StatementLine>> groups = new TreeMap<>(StatementFormula.noneLast(Dimension.NONE));
        if (question.groupBy() != null) {
            Map<String, Flows> flows =
                    groups(viewpoint, question.filter(), question.groupBy(), total, first - 1, last, 0);
            checkPoints(last - first + 1, flows.size());
            flows.forEach((value, ofGroup) -> groups.put(value, StatementFormula.lines(ofGroup, first, last)));
        }
        long unconverted = repository.unconvertedLines(
                viewpoint, question.filter(), Months.firstDayOf(first), Months.lastDayOf(last));
        return new Statement(viewpoint, StatementFormula.lines(total, first, last), groups, unconverted);
    }

    /** Flows of the chosen accounts; inside a transaction. @param first month whose sums hold all before it, too @param window 1, 3, 6, 12 or 0 for none; only where {@link #isFromCells} */
    @Transactional
    public Flows total(Viewpoint viewpoint, AccountFilter filter, int first, int last, int window) {
        if (filter.isAll()) {
            return repository.total(viewpoint, first, last, window);
        }
        Optional<AccountFilter.Group> group = filter.group();
        return group.isPresent()
                ? ofGroup(viewpoint, group.get(), first, last, window).orElseGet(() -> new Flows(first, last))
                : repository.chosen(viewpoint, filter, null, first, last).getOrDefault("", new Flows(first, last));
    }

    /** Whether the flows of these accounts are in the ledger's cells, so that their reading does not depend on the number of accounts, and sums of windows can be had with them. */
    public static boolean isFromCells(AccountFilter filter, @Nullable Dimension groupBy) {
        return filter.isAll()
                || filter.group()
                        .filter(group -> groupBy == null || groupBy.equals(group.dimension()))
                        .isPresent();
    }

    private Optional<Flows> ofGroup(Viewpoint viewpoint, AccountFilter.Group group, int first, int last, int window) {
        if (!group.value().equals(Dimension.NONE) || !group.dimension().hasNone()) {
            return Optional.ofNullable(repository
                    .cells(viewpoint, group.dimension().name(), group.value(), first, last, window)
                    .get(group.value()));
        }
        Flows all = repository.total(viewpoint, first, last, window);
        return Optional.of(StatementFormula.withNone(
                        all,
                        repository.cells(viewpoint, group.dimension().name(), null, first, last, window),
                        Dimension.NONE)
                .get(Dimension.NONE));
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
            throw new DomainException(
                    StatementError.GROUPING_NOT_FILTERABLE,
                    "chosen accounts cannot be grouped by " + groupBy.name(),
                    Map.of(),
                    List.of(Fault.in("groupBy", StatementError.GROUPING_NOT_FILTERABLE)));
        }
        SortedMap<String, Flows> groups = new TreeMap<>(StatementFormula.noneLast(Dimension.NONE));
        if (isFromCells(filter, groupBy)) {
            filter.group().ifPresent(group -> ofGroup(viewpoint, group, first, last, window)
                    .ifPresent(flows -> groups.put(group.value(), flows)));
        } else {
            groups.putAll(repository.chosen(viewpoint, filter, groupBy, first, last));
        }
        if (groupBy.hasNone()) {
            groups.putIfAbsent(Dimension.NONE, new Flows(first, last));
        } else {
            groups.remove(Dimension.NONE);
        }
        return groups;
    }

    /** Lines without an exchange rate of the chosen accounts between two months, both inclusive; inside a transaction. */
    @Transactional
    public long unconvertedLines(Viewpoint viewpoint, AccountFilter filter, int first, int last) {
        return repository.unconvertedLines(viewpoint, filter, Months.firstDayOf(first), Months.lastDayOf(last));
    }

    /** Refuses an answer of too many figures. */
    public static void checkPoints(long periods, long groups) {
        if (periods * Math.max(1, groups) > MOST_POINTS) {
            throw new DomainException(StatementError.TOO_MANY_POINTS, "too many points", Map.of("max", MOST_POINTS));
        }
    }
}
