package io.farol.metrics.ledger;

import java.util.List;

/** All rows that follow from an account's facts, and what they add to the cells. */
record AccountLedger(
        List<LinePiece> pieces,
        List<Stretch> stretches,
        List<GroupStretch> groups,
        List<Movement> movements,
        List<MonthChange> monthChanges,
        List<ContractValue> contracts,
        Cells cells) {}
