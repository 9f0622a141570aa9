package io.farol.metrics.ledger;

import io.farol.metrics.ledger.GroupFormula.MonthGroup;
import java.util.List;
import java.util.Map;

/** An account's whole ledger from its facts; the same rows as the set-based statements of {@link LedgerWave}. */
final class LedgerFormula {
    private static final List<MonthGroup> ALWAYS_TOTAL =
            List.of(new MonthGroup(LedgerTime.monthOf(LedgerTime.EVER), LedgerTime.OPEN_MONTH, ""));

    private LedgerFormula() {}

    static AccountLedger of(AccountFacts facts) {
        List<LinePiece> pieces = facts.pieces();
        List<Stretch> stretches = StretchFormula.of(pieces, facts.freezes());
        List<LineStep> steps = LineStepFormula.of(pieces);
        List<Movement> movements = MovementFormula.of(stretches, steps, pieces, facts.freezes());
        List<MonthResult> months = MonthNettingFormula.of(stretches, movements);
        List<GroupStretch> groups = GroupFormula.of(facts.groups(), months);
        List<ContractStretch> contracts = ContractFormula.of(facts.contracts(), pieces);
        Cells cells = cells(facts, steps, stretches, months, groups);
        cells.addAll(TicketCellFormula.of(months));
        cells.addAll(ContractFormula.cells(contracts));
        return new AccountLedger(
                pieces,
                stretches.stream().filter(Stretch::isLogo).toList(),
                groups,
                movements,
                months.stream().flatMap(LedgerFormula::changes).toList(),
                ContractValue.of(contracts),
                cells);
    }

    private static java.util.stream.Stream<MonthChange> changes(MonthResult result) {
        return result.amountsE4().entrySet().stream()
                .map(entry -> new MonthChange(
                        result.month(),
                        entry.getKey(),
                        result.opening().mrrE4(),
                        result.closing().mrrE4(),
                        entry.getValue()));
    }

    private static Cells cells(
            AccountFacts facts,
            List<LineStep> steps,
            List<Stretch> stretches,
            List<MonthResult> months,
            List<GroupStretch> groups) {
        List<LinePiece> pieces = facts.pieces();
        Cells cells = CellFormula.total(months);
        cells.addAll(WindowFormula.of(CellKey.TOTAL, ALWAYS_TOTAL, months, CellFormula.total(months)));
        cells.addAll(LifeFormula.of(CellKey.TOTAL, ALWAYS_TOTAL, months));
        cells.addAll(FrozenFormula.of(CellKey.TOTAL, ALWAYS_TOTAL, months));
        cells.addAll(EndFormula.of(pieces, facts.freezes()));
        for (Map.Entry<String, List<MonthGroup>> dim :
                GroupFormula.atMonthEnds(groups).entrySet()) {
            Cells flows = CellFormula.byDimension(dim.getKey(), dim.getValue(), months, stretches);
            cells.addAll(flows);
            cells.addAll(WindowFormula.of(dim.getKey(), dim.getValue(), months, flows));
            cells.addAll(LifeFormula.of(dim.getKey(), dim.getValue(), months));
            cells.addAll(FrozenFormula.of(dim.getKey(), dim.getValue(), months));
        }
        cells.addAll(LineGroupFormula.of(
                "product", piece -> piece.productId().toString(), pieces, steps, stretches, months));
        cells.addAll(LineGroupFormula.of("term", LinePiece::term, pieces, steps, stretches, months));
        return cells;
    }
}
