package io.farol.accounts.contract;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which amendment may stand beside those that stand already. What is refused names both sides: the new change and what it collides with. */
final class AmendmentRules {
    private final ContractSchedule.SignedTerm signed;
    private final List<AgreedLine> lines;
    private final List<Amendment> amendments;
    private final ContractSchedule schedule;

    AmendmentRules(ContractSchedule.SignedTerm signed, List<AgreedLine> lines, List<Amendment> amendments) {
        this.signed = signed;
        this.lines = List.copyOf(lines);
        this.amendments = List.copyOf(amendments);
        this.schedule = ContractSchedule.of(signed, lines, amendments);
    }

    /** Throws when the amendment cannot be made; the line of an ADD_LINE need not be known yet. */
    void check(Amendment made) {
        switch (made.kind()) {
            case ADD_LINE -> checkAdded(made);
            case CHANGE_LINE -> checkChanged(made);
            case REMOVE_LINE -> checkRemoved(made);
            case RENEW -> checkRenewed(made);
            case CANCEL -> checkCancelled(made);
            case REVERSE -> checkReversed(made);
        }
    }

    private void checkAdded(Amendment made) {
        refuseAfterCancellation(made);
        if (!signed.followsLines() && made.effectiveOn().isBefore(schedule.termStartsOn())) {
            throw outside(ContractError.AMENDMENT_OUTSIDE_TERM, made, schedule.termStartsOn(), schedule.termEndsOn());
        }
        if (!schedule.isAutoRenewing()
                && !signed.followsLines()
                && schedule.termEndsOn() != null
                && !made.effectiveOn().isBefore(schedule.termEndsOn())) {
            throw outside(ContractError.AMENDMENT_OUTSIDE_TERM, made, schedule.termStartsOn(), schedule.termEndsOn());
        }
    }

    private void checkChanged(Amendment made) {
        refuseAfterCancellation(made);
        refuseBesides(
                made,
                other -> other.kind() == AmendmentKind.REMOVE_LINE
                        && !made.effectiveOn().isBefore(other.effectiveOn()));
        refuseOnTheSameDay(made);
        refuseOutsideItsLine(made);
    }

    private void checkRemoved(Amendment made) {
        refuseAfterCancellation(made);
        refuseBesides(made, other -> other.kind() == AmendmentKind.REMOVE_LINE);
        refuseBesides(
                made,
                other -> other.kind() == AmendmentKind.CHANGE_LINE
                        && !other.effectiveOn().isBefore(made.effectiveOn()));
        refuseOutsideItsLine(made);
    }

    private void checkRenewed(Amendment made) {
        refuseAfterCancellation(made);
        @Nullable LocalDate endsOn = schedule.termEndsOn();
        if (endsOn == null || made.effectiveOn().isAfter(endsOn)) {
            throw outside(ContractError.AMENDMENT_OUTSIDE_TERM, made, schedule.termStartsOn(), endsOn);
        }
        if (made.termEndsOn() != null && !made.termEndsOn().isAfter(endsOn)) {
            throw outside(ContractError.RENEWAL_WITHOUT_GAIN, made, schedule.termStartsOn(), endsOn);
        }
        first(other -> other.stands(AmendmentKind.RENEW) && !other.effectiveOn().isBefore(made.effectiveOn()))
                .ifPresent(other -> {
                    throw collision(ContractError.AMENDMENTS_OVERLAP, made, other);
                });
    }

    private void checkCancelled(Amendment made) {
        first(other -> other.stands(AmendmentKind.CANCEL)).ifPresent(other -> {
            throw collision(ContractError.AMENDMENT_CONTRADICTS, made, other);
        });
        first(other -> other.isStanding()
                        && other.kind() != AmendmentKind.REVERSE
                        && !other.effectiveOn().isBefore(made.effectiveOn()))
                .ifPresent(other -> {
                    throw collision(ContractError.AMENDMENT_CONTRADICTS, made, other);
                });
        if (made.effectiveOn().isBefore(schedule.termStartsOn())) {
            throw outside(ContractError.AMENDMENT_OUTSIDE_TERM, made, schedule.termStartsOn(), schedule.termEndsOn());
        }
    }

    private void checkReversed(Amendment made) {
        Amendment taken = amendments.stream()
                .filter(amendment -> amendment.id().equals(made.reverses()))
                .findFirst()
                .orElseThrow(AmendmentRules::unknown);
        if (!taken.isStanding() || taken.kind() == AmendmentKind.REVERSE) {
            throw collision(ContractError.AMENDMENT_NOT_REVERSIBLE, made, taken);
        }
        first(other -> other.isStanding() && !other.id().equals(taken.id()) && restsOn(taken, other))
                .ifPresent(other -> {
                    throw collision(ContractError.AMENDMENT_CONTRADICTS, made, other);
                });
    }

    /** Whether an amendment could not have been made without an earlier one. */
    private static boolean restsOn(Amendment taken, Amendment other) {
        return switch (taken.kind()) {
            case ADD_LINE -> taken.lineId() != null && other.concerns(taken.lineId());
            case RENEW ->
                other.kind() == AmendmentKind.RENEW && other.effectiveOn().isAfter(taken.effectiveOn());
            case CHANGE_LINE, REMOVE_LINE, CANCEL, REVERSE -> false;
        };
    }

    private void refuseAfterCancellation(Amendment made) {
        first(other -> other.stands(AmendmentKind.CANCEL) && !made.effectiveOn().isBefore(other.effectiveOn()))
                .ifPresent(other -> {
                    throw collision(ContractError.AMENDMENT_CONTRADICTS, made, other);
                });
    }

    private void refuseBesides(Amendment made, Predicate<Amendment> isContrary) {
        first(other -> other.isStanding()
                        && other.lineId() != null
                        && other.lineId().equals(made.lineId())
                        && isContrary.test(other))
                .ifPresent(other -> {
                    throw collision(ContractError.AMENDMENT_CONTRADICTS, made, other);
                });
    }

    private void refuseOnTheSameDay(Amendment made) {
        first(other -> other.stands(AmendmentKind.CHANGE_LINE)
                        && other.lineId() != null
                        && other.lineId().equals(made.lineId())
                        && other.effectiveOn().equals(made.effectiveOn()))
                .ifPresent(other -> {
                    throw collision(ContractError.AMENDMENTS_OVERLAP, made, other);
                });
    }

    private void refuseOutsideItsLine(Amendment made) {
        AgreedLine line = lines.stream()
                .filter(candidate -> candidate.id().equals(made.lineId()))
                .findFirst()
                .orElseThrow(AmendmentRules::unknown);
        List<LineTerm> terms = schedule.terms().getOrDefault(line.id(), List.of());
        boolean runs = terms.stream()
                .anyMatch(term -> !made.effectiveOn().isBefore(term.startsOn())
                        && (term.endsOn() == null || made.effectiveOn().isBefore(term.endsOn())));
        if (!runs) {
            LocalDate from =
                    terms.isEmpty() ? line.startsOn() : terms.getFirst().startsOn();
            @Nullable
            LocalDate until =
                    terms.isEmpty() ? line.startsOn() : terms.getLast().endsOn();
            throw outside(ContractError.AMENDMENT_OUTSIDE_LINE, made, from, until);
        }
    }

    private Optional<Amendment> first(Predicate<Amendment> isContrary) {
        return amendments.stream().filter(isContrary).findFirst();
    }

    private static DomainException unknown() {
        return new DomainException(PlatformError.UNKNOWN_REFERENCE, "not in this contract");
    }

    private static DomainException collision(ContractError code, Amendment made, Amendment other) {
        return new DomainException(
                code,
                made.kind() + " effective " + made.effectiveOn() + " collides with " + other.kind() + " " + other.id(),
                Map.of(
                        "kind", made.kind().name(),
                        "effectiveOn", made.effectiveOn().toString(),
                        "otherAmendmentId", other.id().value().toString(),
                        "otherKind", other.kind().name(),
                        "otherEffectiveOn", other.effectiveOn().toString()));
    }

    private static DomainException outside(
            ContractError code, Amendment made, LocalDate from, @Nullable LocalDate until) {
        return new DomainException(
                code,
                made.kind() + " effective " + made.effectiveOn() + " is outside " + from + ".." + until,
                Map.of(
                        "kind", made.kind().name(),
                        "effectiveOn", made.effectiveOn().toString(),
                        "runsFrom", from.toString(),
                        "runsUntil", until == null ? "∞" : until.toString()));
    }
}
