package io.farol.metrics.statement;

import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Viewpoint;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Flows of most accounts by the groups of another dimension: those of all, which the ledger's cells have, less those of the accounts that the filter leaves out, which are told one by one.
 * Right as long as nobody goes from the chosen to the others or back, since each flow is then of either the ones or the others.
 */
@ApplicationScoped
class LeftOutFlows {
    /** As much of all, at least, is chosen where the others are told instead: one part in so many may be left out, as whoever is told costs the same. */
    private static final int ONE_IN = 2;

    private final FlowRepository repository;
    private final ChosenFlowRepository chosen;
    private final int oneIn;

    @Inject
    LeftOutFlows(FlowRepository repository, ChosenFlowRepository chosen) {
        this(repository, chosen, ONE_IN);
    }

    /** @param oneIn 1 = however many are left out */
    LeftOutFlows(FlowRepository repository, ChosenFlowRepository chosen, int oneIn) {
        this.repository = repository;
        this.chosen = chosen;
        this.oneIn = oneIn;
    }

    /** Empty when the chosen accounts are to be told themselves. @param groupBy another dimension than that of the chosen groups, never of lines */
    Optional<ChosenFlowRepository.Chosen> flows(
            Viewpoint viewpoint, AccountFilter.Groups groups, Dimension groupBy, int first, int last) {
        Flows total = repository.total(viewpoint, first, last, 0);
        Dimension dimension = groups.dimension();
        Flows known = Flows.sum(
                repository
                        .cells(viewpoint, dimension.name(), groups.values(), first, last, 0)
                        .values(),
                first,
                last);
        boolean areFew = known.isOfNobody() || known.size() * oneIn < total.size() * (oneIn - 1);
        if (areFew || known.hasLaterTransfers()) {
            return Optional.empty();
        }
        SortedMap<String, Flows> leftOut = byGroup(viewpoint, total, dimension, first, last);
        leftOut.keySet().removeAll(groups.values());
        if (leftOut.values().stream().anyMatch(Flows::hasLaterTransfers)) {
            return Optional.empty();
        }
        leftOut.values().removeIf(Flows::isOfNobody);
        SortedMap<String, Flows> rest = byGroup(viewpoint, total, groupBy, first, last);
        if (leftOut.isEmpty()) {
            return Optional.of(chosen(total, rest));
        }
        ChosenFlowRepository.Chosen others = chosen.flows(viewpoint, filter(dimension, leftOut), groupBy, first, last);
        others.groups().forEach((value, flows) -> rest.computeIfPresent(value, (key, all) -> all.minus(flows)));
        return Optional.of(chosen(total.minus(others.total()), rest));
    }

    private static ChosenFlowRepository.Chosen chosen(Flows total, SortedMap<String, Flows> groups) {
        groups.values().removeIf(Flows::isOfNobody);
        return new ChosenFlowRepository.Chosen(total, groups);
    }

    private SortedMap<String, Flows> byGroup(
            Viewpoint viewpoint, Flows total, Dimension dimension, int first, int last) {
        SortedMap<String, Flows> stored = repository.cells(viewpoint, dimension.name(), null, first, last, 0);
        return new TreeMap<>(dimension.hasNone() ? StatementFormula.withNone(total, stored, Dimension.NONE) : stored);
    }

    private static AccountFilter filter(Dimension dimension, SortedMap<String, Flows> groups) {
        List<String> values = new ArrayList<>(groups.keySet());
        return new AccountFilter(new TreeMap<>(Map.of(dimension.name(), values)));
    }
}
