package io.farol.accounts.contract;

import static io.farol.accounts.contract.Amending.LINE;
import static io.farol.accounts.contract.Amending.OTHER_LINE;
import static io.farol.accounts.contract.Amending.add;
import static io.farol.accounts.contract.Amending.cancel;
import static io.farol.accounts.contract.Amending.change;
import static io.farol.accounts.contract.Amending.line;
import static io.farol.accounts.contract.Amending.remove;
import static io.farol.accounts.contract.Amending.renew;
import static io.farol.accounts.contract.Amending.reverse;
import static io.farol.accounts.contract.Amending.takenBack;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.farol.runtime.error.DomainException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmendmentRulesTest {
    private static final ContractSchedule.SignedTerm YEAR =
            new ContractSchedule.SignedTerm(LocalDate.parse("2026-01-01"), LocalDate.parse("2027-01-01"), false, false);

    @Test
    void refusesTwoChangesOfALineOnOneDayNamingBoth() {
        Amendment standing = change("2026-03-01", "120");

        DomainException refusal = refusal(change("2026-03-01", "130"), standing);

        assertEquals(ContractError.AMENDMENTS_OVERLAP, refusal.code());
        assertEquals(standing.id().value().toString(), refusal.params().get("otherAmendmentId"));
        assertEquals("CHANGE_LINE", refusal.params().get("kind"));
        assertEquals("2026-03-01", refusal.params().get("effectiveOn"));
    }

    @Test
    void acceptsALateChangeBetweenTwoOthers() {
        accepted(change("2026-03-01", "120"), change("2026-02-01", "110"), change("2026-04-01", "140"));
    }

    @Test
    void refusesToChangeWhatIsRemovedAndToRemoveWhatChangesLater() {
        assertEquals(
                ContractError.AMENDMENT_CONTRADICTS,
                refusal(change("2026-06-01", "120"), remove("2026-05-01")).code());
        assertEquals(
                ContractError.AMENDMENT_CONTRADICTS,
                refusal(remove("2026-05-01"), change("2026-06-01", "120")).code());
        assertEquals(
                ContractError.AMENDMENT_CONTRADICTS,
                refusal(remove("2026-04-01"), remove("2026-05-01")).code());
        accepted(change("2026-04-01", "120"), remove("2026-05-01"));
        accepted(remove("2026-05-01"), takenBack(change("2026-06-01", "120")));
    }

    @Test
    void refusesToTouchALineWhereItDoesNotRun() {
        assertEquals(
                ContractError.AMENDMENT_OUTSIDE_LINE,
                refusal(change("2025-12-31", "120")).code());
        assertEquals(
                ContractError.AMENDMENT_OUTSIDE_LINE,
                refusal(remove("2027-01-01")).code());
    }

    @Test
    void nothingHoldsAfterACancellation() {
        Amendment cancellation = cancel("2026-06-01");

        for (Amendment made : List.of(
                change("2026-06-01", "120"),
                remove("2026-07-01"),
                add("2026-06-01", OTHER_LINE),
                renew("2027-01-01", "2028-01-01"),
                cancel("2026-05-01"))) {
            assertEquals(
                    ContractError.AMENDMENT_CONTRADICTS,
                    refusal(made, cancellation).code(),
                    made.kind().name());
        }
        accepted(change("2026-05-31", "120"), cancellation);
        assertEquals(
                ContractError.AMENDMENT_CONTRADICTS,
                refusal(cancel("2026-06-01"), change("2026-07-01", "120")).code());
        assertEquals(
                ContractError.AMENDMENT_OUTSIDE_TERM,
                refusal(cancel("2025-12-31")).code());
    }

    @Test
    void aRenewalMustMoveTheTermOn() {
        accepted(renew("2027-01-01", "2028-01-01"));
        accepted(renew("2027-01-01", null));
        assertEquals(
                ContractError.RENEWAL_WITHOUT_GAIN,
                refusal(renew("2027-01-01", "2027-01-01")).code());
        assertEquals(
                ContractError.AMENDMENT_OUTSIDE_TERM,
                refusal(renew("2027-02-01", "2028-01-01")).code());
        assertEquals(
                ContractError.AMENDMENTS_OVERLAP,
                refusal(renew("2027-01-01", "2029-01-01"), renew("2027-01-01", "2028-01-01"))
                        .code());
        assertEquals(
                ContractError.AMENDMENT_OUTSIDE_TERM,
                refusal(renew("2027-06-01", "2029-01-01"), renew("2027-01-01", null))
                        .code());
    }

    @Test
    void takesBackOnceAndNotWhatOthersRestOn() {
        Amendment changed = change("2026-03-01", "120");
        accepted(reverse(changed), changed);
        assertEquals(
                ContractError.AMENDMENT_NOT_REVERSIBLE,
                refusal(reverse(changed), takenBack(changed)).code());
        Amendment addition = add("2026-01-01", LINE);
        assertEquals(
                ContractError.AMENDMENT_CONTRADICTS,
                refusal(reverse(addition), addition, changed).code());
        Amendment first = renew("2027-01-01", "2028-01-01");
        Amendment second = renew("2028-01-01", "2029-01-01");
        assertEquals(
                ContractError.AMENDMENT_CONTRADICTS,
                refusal(reverse(first), first, second).code());
        accepted(reverse(second), first, second);
    }

    @Test
    void refusesToAddALineAfterTheTerm() {
        accepted(add("2026-12-31", OTHER_LINE));
        assertEquals(
                ContractError.AMENDMENT_OUTSIDE_TERM,
                refusal(add("2027-01-01", OTHER_LINE)).code());
    }

    private static void accepted(Amendment made, Amendment... standing) {
        assertDoesNotThrow(() -> rules(standing).check(made));
    }

    private static DomainException refusal(Amendment made, Amendment... standing) {
        return assertThrows(DomainException.class, () -> rules(standing).check(made));
    }

    private static AmendmentRules rules(Amendment... standing) {
        return new AmendmentRules(YEAR, List.of(line("2026-01-01", null, "100")), List.of(standing));
    }
}
