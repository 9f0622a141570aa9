package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.List;

/** All that an account's ledger follows from, as believed at one moment: its recurring pieces, the terms of its contracts, the freezes that suspend
 * billing, its groups. */
public record AccountFacts(
        List<LinePiece> pieces, List<ContractTerm> contracts, List<Freeze> freezes, List<GroupValue> groups) {
    /** What is known of an account nothing is known of. */
    public static final AccountFacts NOTHING = new AccountFacts(List.of(), List.of(), List.of(), List.of());

    /** Without terms of contracts, which say nothing of MRR. */
    public AccountFacts(List<LinePiece> pieces, List<Freeze> freezes, List<GroupValue> groups) {
        this(pieces, List.of(), freezes, groups);
    }

    /** The same with other pieces. */
    AccountFacts priced(List<LinePiece> others) {
        return new AccountFacts(others, contracts, freezes, groups);
    }

    boolean isSuspended(LocalDate day) {
        return freezes.stream().anyMatch(freeze -> freeze.contains(day));
    }
}
