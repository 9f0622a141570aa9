package io.farol.onboarding.onboarding;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about onboardings. */
enum OnboardingError implements ErrorCode {
    /** What must be so before a phase is left, and is not; each condition is a fault. */
    REQUIREMENTS_NOT_MET(Kind.UNMET),
    /** The account, or its product, has an onboarding that is being worked on. */
    ONBOARDING_ALREADY_OPEN(Kind.ALREADY_EXISTS),
    /** It is completed or cancelled. */
    ONBOARDING_ENDED(Kind.CONFLICT),
    ONBOARDING_NOT_ENDED(Kind.CONFLICT),
    ONBOARDING_PAUSED(Kind.CONFLICT),
    ONBOARDING_NOT_PAUSED(Kind.CONFLICT),
    /** It stands in that phase already. */
    PHASE_IS_CURRENT(Kind.CONFLICT),
    /** Only phases on the way to the wanted one can be skipped. */
    SKIP_NOT_ON_THE_WAY(Kind.INVALID),
    /** Going back needs a reason. */
    REASON_REQUIRED(Kind.INVALID),
    FIRST_VALUE_ALREADY_EVIDENCED(Kind.CONFLICT),
    /** A confirmed or held session has a date. */
    SESSION_NOT_DATED(Kind.INVALID),
    /** Only a refused activation is told again by hand. */
    ACTIVATION_NOT_FAILED(Kind.CONFLICT);

    private final Kind kind;

    OnboardingError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
