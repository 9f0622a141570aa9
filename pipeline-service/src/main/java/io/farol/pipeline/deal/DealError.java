package io.farol.pipeline.deal;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about deals. */
public enum DealError implements ErrorCode {
    /** A stage cannot be entered yet; the faults are all that is missing on the way. */
    REQUIREMENTS_NOT_MET(Kind.UNMET),
    NO_ACCOUNT(Kind.UNMET),
    NO_HYPOTHESIS(Kind.UNMET),
    NO_CONFIRMATION(Kind.UNMET),
    QUALIFICATION_NOT_BEGUN(Kind.UNMET),
    QUALIFICATION_INCOMPLETE(Kind.UNMET),
    PROPOSAL_NOT_SENT(Kind.UNMET),
    NO_NEGOTIATION_POINT(Kind.UNMET),
    NO_NEXT_STEP(Kind.UNMET),
    NO_ACCEPTANCE(Kind.UNMET),
    NO_EXPECTED_CLOSE(Kind.UNMET),
    NO_WIN_REASON(Kind.UNMET),
    NO_START_DATE(Kind.UNMET),
    NO_LINES(Kind.UNMET),
    /** The account has no running contract, or several and none was chosen. */
    CONTRACT_UNCLEAR(Kind.UNMET),
    NO_LOSS_REASON(Kind.UNMET),
    /** Going back, dismissing and reopening say why. */
    NO_REASON(Kind.UNMET),
    /** No move leads from the one stage to the other. */
    STAGE_NOT_REACHABLE(Kind.CONFLICT),
    REOPENING_NEEDS_LEADER(Kind.FORBIDDEN),
    /** A closed deal is not changed. */
    DEAL_CLOSED(Kind.CONFLICT),
    DEAL_ARCHIVED(Kind.CONFLICT),
    DEAL_WON(Kind.CONFLICT),
    DEAL_IN_ANOTHER_STAGE(Kind.CONFLICT),
    CURRENCIES_MIXED(Kind.INVALID),
    CONTRACT_OF_ANOTHER_ACCOUNT(Kind.UNMET),
    /** Answers name fields of their framework. */
    UNKNOWN_ANSWER(Kind.INVALID),
    /** What was sent is not changed: make a new version. */
    PROPOSAL_SENT(Kind.CONFLICT),
    /** Only a refused amendment is tried again by hand. */
    CONTRACT_SYNC_NOT_FAILED(Kind.CONFLICT);

    private final Kind kind;

    DealError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
