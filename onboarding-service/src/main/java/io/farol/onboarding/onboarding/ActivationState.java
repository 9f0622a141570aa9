package io.farol.onboarding.onboarding;

/** Whether accounts-service knows of the First Value. */
public enum ActivationState {
    /** There is no First Value yet. */
    NOT_YET,
    /** It is being told, again and again until it answers. */
    PENDING,
    DONE,
    /** It refused; the reason stands beside. */
    FAILED,
    /** The First Value of a further product activates nothing. */
    NOT_APPLICABLE
}
