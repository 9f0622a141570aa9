package io.farol.pipeline.deal;

import org.jspecify.annotations.Nullable;

/**
 * What the gates of the funnel ask about a deal.
 *
 * @param qualification null = not begun
 * @param hasOpenProposal a proposal was sent and has not expired
 * @param hasContract it is clear which contract the win amends
 */
record GateFacts(
        boolean hasAccount,
        boolean hasHypothesis,
        boolean isConfirmed,
        @Nullable QualificationProgress qualification,
        boolean hasOpenProposal,
        boolean hasNegotiationPoint,
        boolean hasNextStep,
        boolean isAccepted,
        boolean hasExpectedClose,
        boolean hasWinReason,
        boolean hasStartDate,
        boolean hasLines,
        boolean hasContract) {

    /** With what a wish to move says besides what is known. */
    GateFacts told(StageChangeDetails wish) {
        StageChangeDetails.@Nullable Win win = wish.win();
        return new GateFacts(
                hasAccount,
                hasHypothesis,
                isConfirmed || wish.confirmation() != null,
                qualification,
                hasOpenProposal,
                hasNegotiationPoint,
                hasNextStep,
                isAccepted || wish.acceptance() != null,
                hasExpectedClose,
                win != null && !win.reasons().isEmpty(),
                win != null && win.startsOn() != null,
                hasLines,
                hasContract);
    }
}
