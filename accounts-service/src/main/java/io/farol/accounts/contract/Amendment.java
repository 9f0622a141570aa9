package io.farol.accounts.contract;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One dated change of a contract.
 *
 * @param effectiveOn first day on which it holds; of a removal or cancellation the first day without
 * @param lineId the line concerned; null for RENEW, CANCEL and REVERSE
 * @param terms of CHANGE_LINE and ADD_LINE
 * @param setsEnd whether {@code endsOn} counts: a CHANGE_LINE may say anew when the line ends
 * @param endsOn first day without the line, null = open
 * @param termEndsOn of RENEW: first day after the contract's new term, null = open
 * @param isAutoRenewing of RENEW: whether the contract renews itself from now on, null = as before
 * @param reverses of REVERSE: the amendment taken back
 * @param isStanding false once another amendment took it back
 */
record Amendment(
        AmendmentId id,
        AmendmentKind kind,
        ChangeKind changeKind,
        LocalDate effectiveOn,
        @Nullable ContractLineId lineId,
        @Nullable LineTerms terms,
        boolean setsEnd,
        @Nullable LocalDate endsOn,
        @Nullable LocalDate termEndsOn,
        @Nullable Boolean isAutoRenewing,
        @Nullable String churnReason,
        @Nullable AmendmentId reverses,
        boolean isStanding) {

    boolean concerns(ContractLineId line) {
        return line.equals(lineId);
    }

    boolean stands(AmendmentKind wanted) {
        return isStanding && kind == wanted;
    }
}
