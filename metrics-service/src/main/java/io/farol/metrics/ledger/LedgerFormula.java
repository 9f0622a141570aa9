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
        AccountHistory history = AccountHistory.of(List.of(facts), facts.groups(), Valuation.KEPT);
        List<ContractStretch> contracts = ContractFormula.of(facts.contracts(), facts.pieces());
        Cells cells = cells(facts, history);
        cells.addAll(TicketCellFormula.of(history.months()));
        cells.addAll(ContractFormula.cells(contracts));
        return new AccountLedger(
                facts.pieces(),
                history.stretches().stream().filter(Stretch::isLogo).toList(),
                history.groups(),
                history.movements(),
                history.months().stream().flatMap(LedgerFormula::changes).toList(),
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

    private static Cells cells(AccountFacts facts, AccountHistory history) {
        List<MonthResult> months = history.months();
        Cells cells = CellFormula.total(months);
        cells.addAll(WindowFormula.of(CellKey.TOTAL, ALWAYS_TOTAL, months, CellFormula.total(months)));
        cells.addAll(LifeFormula.of(CellKey.TOTAL, ALWAYS_TOTAL, months));
        cells.addAll(FrozenFormula.of(CellKey.TOTAL, ALWAYS_TOTAL, months));
        cells.addAll(EndFormula.of(facts.pieces(), facts.freezes()));
        for (Map.Entry<String, List<MonthGroup>> dim :
                GroupFormula.atMonthEnds(history.groups()).entrySet()) {
            Cells flows = CellFormula.byDimension(dim.getKey(), dim.getValue(), months, history.stretches());
            cells.addAll(flows);
            cells.addAll(WindowFormula.of(dim.getKey(), dim.getValue(), months, flows));
            cells.addAll(LifeFormula.of(dim.getKey(), dim.getValue(), months));
            cells.addAll(FrozenFormula.of(dim.getKey(), dim.getValue(), months));
        }
        AccountHistory.LINE_GROUPS.keySet().forEach(dim -> cells.addAll(history.byLines(dim)));
        return cells;
    }
}
