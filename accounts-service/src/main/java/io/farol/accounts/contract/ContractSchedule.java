package io.farol.accounts.contract;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a contract amounts to: the signed lines and the standing amendments, folded in the order of the days from which they hold.
 *
 * <p>A change holds until the next change of its line, or until the line's end as it was said last. Nothing outlives the contract's cancellation or, without auto-renewal, the end of its term.
 *
 * @param termEndsOn first day after the term, renewals included; null = open
 * @param cancelledOn first day without the contract; null = not cancelled
 * @param terms per line, in the order of time; a line that was never active has none
 */
record ContractSchedule(
        LocalDate termStartsOn,
        @Nullable LocalDate termEndsOn,
        boolean isAutoRenewing,
        @Nullable LocalDate cancelledOn,
        @Nullable String churnReason,
        Map<ContractLineId, List<LineTerm>> terms) {

    /** In the order of days; on the same day in the order in which they were recorded, which is that of their ids. */
    static final Comparator<Amendment> ORDER = Comparator.comparing(Amendment::effectiveOn)
            .thenComparing(amendment -> amendment.id().value().toString());

    /**
     * The term of a contract as signed.
     *
     * @param endsOn exclusive, null = open
     * @param followsLines no term was named: it spans the lines and cuts none
     */
    record SignedTerm(LocalDate startsOn, @Nullable LocalDate endsOn, boolean isAutoRenewing, boolean followsLines) {}

    static ContractSchedule of(SignedTerm signed, List<AgreedLine> lines, List<Amendment> amendments) {
        List<Amendment> standing =
                amendments.stream().filter(Amendment::isStanding).sorted(ORDER).toList();
        @Nullable LocalDate termEndsOn = signed.endsOn();
        boolean isAutoRenewing = signed.isAutoRenewing();
        @Nullable Amendment cancellation = null;
        for (Amendment amendment : standing) {
            if (amendment.kind() == AmendmentKind.RENEW) {
                termEndsOn = amendment.termEndsOn();
                isAutoRenewing = amendment.isAutoRenewing() == null ? isAutoRenewing : amendment.isAutoRenewing();
            } else if (amendment.kind() == AmendmentKind.CANCEL && cancellation == null) {
                cancellation = amendment;
            }
        }
        @Nullable LocalDate cancelledOn = cancellation == null ? null : cancellation.effectiveOn();
        @Nullable
        LocalDate cut = signed.followsLines() || isAutoRenewing ? cancelledOn : earlier(termEndsOn, cancelledOn);
        Map<ContractLineId, List<LineTerm>> terms = new LinkedHashMap<>();
        for (AgreedLine line : lines) {
            boolean isAdded = line.addedBy() == null
                    || standing.stream().anyMatch(amendment -> amendment.id().equals(line.addedBy()));
            terms.put(line.id(), isAdded ? termsOf(line, standing, cut) : List.of());
        }
        ContractSchedule schedule = new ContractSchedule(
                signed.startsOn(),
                termEndsOn,
                isAutoRenewing,
                cancelledOn,
                cancellation == null ? null : cancellation.churnReason(),
                terms);
        return signed.followsLines() ? schedule.spanningItsLines() : schedule;
    }

    private static List<LineTerm> termsOf(AgreedLine line, List<Amendment> standing, @Nullable LocalDate cut) {
        List<LineTerm> terms = new ArrayList<>();
        @Nullable LocalDate endsOn = line.endsOn();
        terms.add(new LineTerm(line.startsOn(), endsOn, line.terms(), line.changeKind(), line.addedBy()));
        for (Amendment amendment : standing) {
            if (!amendment.concerns(line.id()) || amendment.kind() == AmendmentKind.ADD_LINE) {
                continue;
            }
            terms.replaceAll(term -> until(amendment.effectiveOn(), term));
            if (amendment.kind() == AmendmentKind.REMOVE_LINE) {
                endsOn = amendment.effectiveOn();
            } else if (amendment.terms() != null) {
                endsOn = amendment.setsEnd() ? amendment.endsOn() : endsOn;
                terms.add(new LineTerm(
                        amendment.effectiveOn(), endsOn, amendment.terms(), amendment.changeKind(), amendment.id()));
            }
        }
        return terms.stream()
                .map(term -> cut == null ? term : until(cut, term))
                .filter(term -> term.endsOn() == null || term.startsOn().isBefore(term.endsOn()))
                .toList();
    }

    private static LineTerm until(LocalDate day, LineTerm term) {
        return new LineTerm(
                term.startsOn(), earlier(term.endsOn(), day), term.terms(), term.changeKind(), term.amendmentId());
    }

    private ContractSchedule spanningItsLines() {
        List<LineTerm> all = terms.values().stream().flatMap(List::stream).toList();
        LocalDate first = all.stream()
                .map(LineTerm::startsOn)
                .min(Comparator.naturalOrder())
                .orElse(termStartsOn);
        boolean isOpen = all.isEmpty() || all.stream().anyMatch(term -> term.endsOn() == null);
        @Nullable LocalDate last = null;
        for (LineTerm term : all) {
            last = last == null || term.endsOn() != null && term.endsOn().isAfter(last) ? term.endsOn() : last;
        }
        return new ContractSchedule(first, isOpen ? null : last, isAutoRenewing, cancelledOn, churnReason, terms);
    }

    /** The earlier of two ends, null being never. */
    private static @Nullable LocalDate earlier(@Nullable LocalDate one, @Nullable LocalDate other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
