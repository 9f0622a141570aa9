package io.farol.accounts.account;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Where an account stands with us; always derived, never typed in. */
public enum AccountState {
    /** No contract yet, or a future one. */
    PROSPECT,
    /** Under contract, before First Value. */
    ONBOARDING,
    /** Under contract, activated. */
    ACTIVE,
    /** Under contract, suspended for a time. */
    FROZEN,
    /** Had a contract, has none now. */
    CHURNED;

    /**
     * What the state follows from, on one business day.
     *
     * @param firstServedOn first day of the first line that has begun by that day; null = none has
     * @param isServed whether a line runs on that day
     * @param isFrozen whether a freeze runs on that day
     * @param activatedOn day of First Value, null = not known
     * @param goLiveOn the tenant's first day with us: accounts served before it count as activated; null = not said
     */
    public record Facts(
            @Nullable LocalDate firstServedOn,
            boolean isServed,
            boolean isFrozen,
            @Nullable LocalDate activatedOn,
            @Nullable LocalDate goLiveOn) {}

    /** The state on a business day. */
    public static AccountState on(LocalDate day, Facts facts) {
        if (facts.firstServedOn() == null || facts.firstServedOn().isAfter(day)) {
            return PROSPECT;
        }
        if (!facts.isServed()) {
            return CHURNED;
        }
        if (facts.isFrozen()) {
            return FROZEN;
        }
        return isActivated(day, facts.firstServedOn(), facts) ? ACTIVE : ONBOARDING;
    }

    private static boolean isActivated(LocalDate day, LocalDate firstServedOn, Facts facts) {
        if (facts.activatedOn() != null && !facts.activatedOn().isAfter(day)) {
            return true;
        }
        return facts.goLiveOn() != null && firstServedOn.isBefore(facts.goLiveOn());
    }
}
