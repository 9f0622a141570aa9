package io.farol.accounts.contract;

import static io.farol.accounts.contract.Amending.LINE;
import static io.farol.accounts.contract.Amending.OTHER_LINE;
import static io.farol.accounts.contract.Amending.add;
import static io.farol.accounts.contract.Amending.cancel;
import static io.farol.accounts.contract.Amending.change;
import static io.farol.accounts.contract.Amending.changeUntil;
import static io.farol.accounts.contract.Amending.line;
import static io.farol.accounts.contract.Amending.price;
import static io.farol.accounts.contract.Amending.remove;
import static io.farol.accounts.contract.Amending.renew;
import static io.farol.accounts.contract.Amending.takenBack;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContractScheduleTest {
    private static final ContractSchedule.SignedTerm OPEN = term(null, false);

    @Test
    void aLineRunsAsSigned() {
        assertEquals("2026-01-01..open 100", told(OPEN, line("2026-01-01", null, "100")));
        assertEquals("2026-01-01..2026-07-01 100", told(OPEN, line("2026-01-01", "2026-07-01", "100")));
    }

    @Test
    void aLineThatEndsOnItsFirstDayIsNeverActive() {
        assertEquals("", told(OPEN, line("2026-01-01", "2026-01-01", "100")));
    }

    @Test
    void aChangeHoldsFromItsDayAndLeavesThePast() {
        assertEquals(
                "2026-01-01..2026-03-01 100, 2026-03-01..2026-07-01 150",
                told(OPEN, line("2026-01-01", "2026-07-01", "100"), change("2026-03-01", "150")));
    }

    @Test
    void aChangeLearntLateHoldsUntilTheNextOne() {
        Amendment june = change("2026-06-01", "200");
        Amendment marchLearntLater = change("2026-03-01", "150");

        assertEquals(
                "2026-01-01..2026-03-01 100, 2026-03-01..2026-06-01 150, 2026-06-01..open 200",
                told(OPEN, line("2026-01-01", null, "100"), june, marchLearntLater));
    }

    @Test
    void aChangeOnTheFirstDayReplacesWhatWasSigned() {
        assertEquals("2026-01-01..open 90", told(OPEN, line("2026-01-01", null, "100"), change("2026-01-01", "90")));
    }

    @Test
    void aRemovalEndsTheLineAndAReversedOneDoesNot() {
        Amendment removal = remove("2026-05-01");

        assertEquals("2026-01-01..2026-05-01 100", told(OPEN, line("2026-01-01", null, "100"), removal));
        assertEquals("2026-01-01..open 100", told(OPEN, line("2026-01-01", null, "100"), takenBack(removal)));
    }

    @Test
    void aChangeMaySayANewEnd() {
        AgreedLine signed = line("2026-01-01", "2026-03-01", "100");

        assertEquals("2026-01-01..2026-05-01 100", told(OPEN, signed, changeUntil("2026-01-01", "2026-05-01", "100")));
        assertEquals(
                "2026-01-01..2026-03-01 100, 2026-06-01..open 120",
                told(OPEN, signed, changeUntil("2026-06-01", null, "120")));
    }

    @Test
    void aCorrectedStartReplacesTheLineWhole() {
        assertEquals(
                "2025-12-01..open 80",
                told(OPEN, line("2026-01-01", null, "100"), changeUntil("2025-12-01", null, "80")));
    }

    @Test
    void nothingOutlivesTheCancellation() {
        ContractSchedule schedule = ContractSchedule.of(
                OPEN,
                List.of(line("2026-01-01", null, "100")),
                List.of(change("2026-03-01", "150"), cancel("2026-04-01")));

        assertEquals("2026-01-01..2026-03-01 100, 2026-03-01..2026-04-01 150", told(schedule));
        assertEquals(LocalDate.parse("2026-04-01"), schedule.cancelledOn());
        assertEquals("PRICE", schedule.churnReason());
    }

    @Test
    void aTermWithoutAutoRenewalCutsAndARenewalCarriesOn() {
        ContractSchedule.SignedTerm year = term("2027-01-01", false);
        AgreedLine signed = line("2026-01-01", null, "100");

        assertEquals("2026-01-01..2027-01-01 100", told(year, signed));
        assertEquals("2026-01-01..2028-01-01 100", told(year, signed, renew("2027-01-01", "2028-01-01")));
        assertEquals("2026-01-01..open 100", told(term("2027-01-01", true), signed));
        assertEquals(
                "2026-01-01..2026-07-01 100",
                told(year, line("2026-01-01", "2026-07-01", "100"), renew("2027-01-01", "2028-01-01")));
    }

    @Test
    void anAddedLineStandsWithItsAmendment() {
        Amendment addition = add("2026-02-01", OTHER_LINE);
        AgreedLine added = new AgreedLine(
                OTHER_LINE, LocalDate.parse("2026-02-01"), null, price("30"), ChangeKind.CROSS_SELL, addition.id());
        List<AgreedLine> lines = List.of(line("2026-01-01", null, "100"), added);

        ContractSchedule with = ContractSchedule.of(OPEN, lines, List.of(addition));
        ContractSchedule without = ContractSchedule.of(OPEN, lines, List.of(takenBack(addition)));

        assertEquals(1, with.terms().get(OTHER_LINE).size());
        assertEquals(addition.id(), with.terms().get(OTHER_LINE).getFirst().amendmentId());
        assertEquals(List.of(), without.terms().get(OTHER_LINE));
    }

    @Test
    void aTermThatFollowsItsLinesSpansThem() {
        ContractSchedule.SignedTerm following =
                new ContractSchedule.SignedTerm(LocalDate.parse("2026-01-01"), null, false, true);

        ContractSchedule schedule = ContractSchedule.of(
                following, List.of(line("2026-02-01", "2026-07-01", "100")), List.of(change("2026-03-01", "120")));

        assertEquals(LocalDate.parse("2026-02-01"), schedule.termStartsOn());
        assertEquals(LocalDate.parse("2026-07-01"), schedule.termEndsOn());
        assertNull(ContractSchedule.of(following, List.of(line("2026-02-01", null, "100")), List.of())
                .termEndsOn());
    }

    private static ContractSchedule.SignedTerm term(
            @org.jspecify.annotations.Nullable String endsOn, boolean isAutoRenewing) {
        return new ContractSchedule.SignedTerm(
                LocalDate.parse("2026-01-01"), Amending.day(endsOn), isAutoRenewing, false);
    }

    private static String told(ContractSchedule.SignedTerm term, AgreedLine line, Amendment... amendments) {
        return told(ContractSchedule.of(term, List.of(line), List.of(amendments)));
    }

    private static String told(ContractSchedule schedule) {
        return schedule.terms().get(LINE).stream()
                .map(term -> term.startsOn() + ".." + (term.endsOn() == null ? "open" : term.endsOn()) + " "
                        + term.terms().unitPrice().amount())
                .collect(Collectors.joining(", "));
    }
}
