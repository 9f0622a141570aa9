package io.farol.accounts.contract;

import io.farol.accounts.account.AccountId;
import io.farol.runtime.error.Fault;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A contract as it was signed, beside what a source says of it again. Whatever differs is refused: a contract changes by dated amendments alone (DECISIONS.md 47).
 *
 * @param lines as first agreed, in the order in which they came; those that amendments added and that were taken back are left out
 */
record SignedContract(Contract contract, List<ContractLine> lines) {

    /** What was signed, as a client would say it. Lines outside the signed term, and more than can be signed, came later, by an import. */
    ContractDetails details() {
        @Nullable LocalDate until = contract.isSignedAutoRenewing ? null : contract.signedTermEndsOn;
        LocalDate from = startsOn();
        return new ContractDetails(
                contract.externalId,
                new AccountId(contract.accountId),
                contract.signedOn,
                from,
                contract.signedTermEndsOn,
                contract.isSignedAutoRenewing,
                contract.noticeDays,
                contract.readjustment(),
                lines.stream()
                        .filter(line -> isInside(line, from, until))
                        .map(ContractLine::details)
                        .limit(ContractDetails.MAX_LINES)
                        .toList());
    }

    /** The fields in which what is said differs from what was signed; empty when it says nothing new. */
    List<Fault> differences(ContractDetails said) {
        Contract meant = new Contract();
        meant.sign(said, Instant.EPOCH);
        List<Fault> faults = new ArrayList<>();
        compare("/accountId", meant.accountId, contract.accountId, faults);
        compare("/signedOn", meant.signedOn, contract.signedOn, faults);
        compare("/termStartsOn", meant.termStartsOn, startsOn(), faults);
        compare("/termEndsOn", meant.signedTermEndsOn, contract.signedTermEndsOn, faults);
        compare("/isAutoRenewing", meant.isSignedAutoRenewing, contract.isSignedAutoRenewing, faults);
        compare("/noticeDays", meant.noticeDays, contract.noticeDays, faults);
        compare("/readjustment", meant.readjustment(), contract.readjustment(), faults);
        compareLines(said.lines(), faults);
        return faults;
    }

    private void compareLines(List<LineDetails> said, List<Fault> faults) {
        List<ContractLine> unsaid = new ArrayList<>(lines);
        for (int i = 0; i < said.size(); i++) {
            LineDetails line = said.get(i);
            String pointer = "/lines/" + i;
            Optional<ContractLine> same = unsaid.stream()
                    .filter(candidate -> isTheSame(line, candidate))
                    .findFirst();
            if (same.isEmpty()) {
                faults.add(changed(pointer));
            } else {
                unsaid.remove(same.get());
                faults.addAll(lineDifferences(pointer, line, same.get()));
            }
        }
        // a line that an amendment added, or that an import brought or keeps, is no business of who signed
        if (unsaid.stream().anyMatch(line -> line.addedByAmendmentId == null && line.importedHash == null)) {
            faults.add(changed("/lines"));
        }
    }

    /** By the external id; lines without one are known by all that they say. */
    private static boolean isTheSame(LineDetails said, ContractLine line) {
        return said.externalId() == null
                ? line.externalId == null && lineDifferences("", said, line).isEmpty()
                : said.externalId().equals(line.externalId);
    }

    private static List<Fault> lineDifferences(String pointer, LineDetails said, ContractLine line) {
        ContractLine meant = new ContractLine();
        meant.agree(said.terms(), said.startsOn(), said.endsOn());
        List<Fault> faults = new ArrayList<>();
        compare(pointer + "/productId", said.productId().value(), line.productId, faults);
        compare(pointer + "/quantity", meant.quantityE4, line.quantityE4, faults);
        compare(pointer + "/unitPrice/amount", meant.unitPriceE4, line.unitPriceE4, faults);
        compare(pointer + "/unitPrice/currency", meant.currency, line.currency, faults);
        compare(pointer + "/discount", meant.discountE6, line.discountE6, faults);
        compare(pointer + "/billingPeriodMonths", meant.billingPeriodMonths, line.billingPeriodMonths, faults);
        compare(pointer + "/isRecurring", meant.isRecurring, line.isRecurring, faults);
        compare(pointer + "/startsOn", meant.startsOn, line.startsOn, faults);
        compare(pointer + "/endsOn", meant.endsOn, line.endsOn, faults);
        return faults;
    }

    private static void compare(String pointer, @Nullable Object said, @Nullable Object signed, List<Fault> faults) {
        if (!Objects.equals(said, signed)) {
            faults.add(changed(pointer));
        }
    }

    private static Fault changed(String pointer) {
        return Fault.at(pointer, ContractError.CONTRACT_CHANGES_BY_AMENDMENT, Map.of());
    }

    /** A contract that an import made has no term of its own: it starts with its first line. */
    private LocalDate startsOn() {
        return contract.isTermFromLines
                ? lines.stream()
                        .map(line -> line.startsOn)
                        .min(Comparator.naturalOrder())
                        .orElse(contract.termStartsOn)
                : contract.termStartsOn;
    }

    private static boolean isInside(ContractLine line, LocalDate from, @Nullable LocalDate until) {
        return !line.startsOn.isBefore(from)
                && (until == null
                        || line.startsOn.isBefore(until) && (line.endsOn == null || !line.endsOn.isAfter(until)));
    }
}
