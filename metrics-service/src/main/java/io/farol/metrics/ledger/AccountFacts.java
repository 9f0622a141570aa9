package io.farol.metrics.ledger;

import java.util.List;

/** All that an account's ledger follows from, as believed at one moment: its recurring pieces, the terms of its contracts, the freezes that suspend
 * billing, its groups. */
public record AccountFacts(
        List<LinePiece> pieces, List<ContractTerm> contracts, List<Freeze> freezes, List<GroupValue> groups) {
    /** What is known of an account nothing is known of. */
    public static final AccountFacts NOTHING = new AccountFacts(List.of(), List.of(), List.of(), List.of());
}
