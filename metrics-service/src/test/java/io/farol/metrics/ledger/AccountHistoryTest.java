package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.CHAT;
import static io.farol.metrics.ledger.Sample.CRM;
import static io.farol.metrics.ledger.Sample.day;
import static io.farol.metrics.ledger.Sample.freeze;
import static io.farol.metrics.ledger.Sample.id;
import static io.farol.metrics.ledger.Sample.month;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A mother with CRM for 100 until May, and a daughter with chat for 50 from February on, suspended in March and April; the mother moves from A to B in March. */
class AccountHistoryTest {
    private final AccountHistory family = AccountHistory.of(
            List.of(
                    new AccountFacts(List.of(piece(1, CRM, "2024-01-01", "2024-05-20", 100)), List.of(), List.of()),
                    new AccountFacts(
                            List.of(piece(2, CHAT, "2024-02-10", "", 50)),
                            List.of(freeze(1, "2024-03-05", "2024-04-25")),
                            List.of())),
            List.of(new GroupValue("sector", day("0001-01-01"), "A"), new GroupValue("sector", day("2024-03-10"), "B")),
            Valuation.KEPT);

    @Test
    void tellsAccountsAsOne() {
        assertEquals(
                Map.of(
                        " 2024-01 NEW", "100",
                        " 2024-02 EXPANSION", "50",
                        " 2024-03 FREEZE", "50",
                        " 2024-03 FROZEN", "50",
                        " 2024-04 UNFREEZE", "50",
                        " 2024-04 FROZEN", "-50",
                        " 2024-05 CONTRACTION", "100"),
                flows(family.grouped(Map.of(), null, null)));
        assertEquals(
                new Stretch(day("2024-03-05"), day("2024-04-25"), 100_0000, 50_0000), family.atEndOf(month("2024-03")));
    }

    @Test
    void countsItInItsGroupsAndLeavesOutWhatIsNotChosen() {
        assertEquals(
                Map.of(
                        "A 2024-01 NEW", "100",
                        "A 2024-02 EXPANSION", "50",
                        "A 2024-03 FREEZE", "50",
                        "A 2024-03 TRANSFER_OUT", "100",
                        "B 2024-03 TRANSFER_IN", "100",
                        "B 2024-03 FROZEN", "50",
                        "B 2024-04 UNFREEZE", "50",
                        "B 2024-04 FROZEN", "-50",
                        "B 2024-05 CONTRACTION", "100"),
                flows(family.grouped(Map.of(), null, "sector")));
        GroupedHistory chosen = family.grouped(Map.of("sector", List.of("A")), null, null);
        assertEquals(
                Map.of(
                        " 2024-01 NEW", "100",
                        " 2024-02 EXPANSION", "50",
                        " 2024-03 FREEZE", "50",
                        " 2024-03 TRANSFER_OUT", "100"),
                flows(chosen));
        assertEquals(Optional.of(""), chosen.groupAt(month("2024-02")));
        assertEquals(Optional.empty(), chosen.groupAt(month("2024-03")));
    }

    @Test
    void choosesByWhateverProductAMemberHas() {
        assertEquals(
                Map.of(
                        " 2024-01 NEW", "100",
                        " 2024-02 EXPANSION", "50",
                        " 2024-03 FREEZE", "50",
                        " 2024-03 FROZEN", "50",
                        " 2024-04 UNFREEZE", "50",
                        " 2024-04 FROZEN", "-50",
                        " 2024-05 CONTRACTION", "100",
                        " 2024-05 TRANSFER_OUT", "50"),
                flows(family.grouped(Map.of(), List.of(id(CRM)), null)));
    }

    /** What is frozen is the chat's alone. */
    @Test
    void keepsAMembersFreezeWithItsLines() {
        Map<String, String> flows = flows(family.groupedByLines("product"));

        assertEquals("50", flows.get(id(CHAT) + " 2024-03 FREEZE"));
        assertEquals("50", flows.get(id(CHAT) + " 2024-04 UNFREEZE"));
        assertEquals(null, flows.get(id(CRM) + " 2024-03 FREEZE"));
        assertEquals(Optional.empty(), family.groupedByLines("product").groupAt(month("2024-03")));
    }

    @Test
    void livesInItsGroups() {
        Map<String, Long> lives = new TreeMap<>();
        family.grouped(Map.of(), null, "sector")
                .lives((group, isEnded, key, from, n) -> lives.put(
                        group + " " + (isEnded ? "ended " + key : "since " + LedgerTime.textOf(key)) + " "
                                + LedgerTime.textOf(from),
                        n));

        assertEquals(
                Map.of("A since 2024-01 2024-01", 1L, "A since 2024-01 2024-03", -1L, "B since 2024-01 2024-03", 1L),
                lives);
    }

    /** Amounts by group, month and measure. */
    private static Map<String, String> flows(GroupedHistory history) {
        SortedMap<String, String> flows = new TreeMap<>();
        history.flows((group, measure, month, amountE4, n) -> {
            if (amountE4 != 0) {
                flows.put(group + " " + LedgerTime.textOf(month) + " " + measure, whole(amountE4));
            }
        });
        return flows;
    }
}
