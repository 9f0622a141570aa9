package io.farol.onboarding.onboarding;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Planned dates, and who answers for each phase. When a phase ends later than planned, later dates move by as much.
 *
 * @param goLiveOn day on which the client goes live
 */
record OnboardingPlan(
        @Nullable PhasePlan triage,
        @Nullable PhasePlan scheduling,
        @Nullable PhasePlan training,
        @Nullable PhasePlan firstValue,
        @Nullable PhasePlan delivery,
        @Nullable LocalDate goLiveOn) {

    /**
     * The plan of one phase.
     *
     * @param endsOn planned day of leaving it
     * @param ownerRole role that answers for it; null = the usual one
     */
    record PhasePlan(
            @Nullable LocalDate startsOn,
            @Nullable LocalDate endsOn,
            @Nullable TeamRole ownerRole) {
        PhasePlan {
            if (startsOn != null && endsOn != null && endsOn.isBefore(startsOn)) {
                throw DomainException.invalid(List.of(Fault.at("/endsOn", PlatformError.ENDS_BEFORE_START)));
            }
        }

        PhasePlan later(long days) {
            return new PhasePlan(
                    startsOn == null ? null : startsOn.plusDays(days),
                    endsOn == null ? null : endsOn.plusDays(days),
                    ownerRole);
        }
    }

    static OnboardingPlan of(Map<OnboardingPhase, PhasePlan> phases, @Nullable LocalDate goLiveOn) {
        return new OnboardingPlan(
                phases.get(OnboardingPhase.TRIAGE),
                phases.get(OnboardingPhase.SCHEDULING),
                phases.get(OnboardingPhase.TRAINING),
                phases.get(OnboardingPhase.FIRST_VALUE),
                phases.get(OnboardingPhase.DELIVERY),
                goLiveOn);
    }

    /** Of every phase; one that nothing is said about has no dates and its usual owner. */
    Map<OnboardingPhase, PhasePlan> phases() {
        Map<OnboardingPhase, PhasePlan> phases = new EnumMap<>(OnboardingPhase.class);
        phases.put(OnboardingPhase.TRIAGE, said(OnboardingPhase.TRIAGE, triage));
        phases.put(OnboardingPhase.SCHEDULING, said(OnboardingPhase.SCHEDULING, scheduling));
        phases.put(OnboardingPhase.TRAINING, said(OnboardingPhase.TRAINING, training));
        phases.put(OnboardingPhase.FIRST_VALUE, said(OnboardingPhase.FIRST_VALUE, firstValue));
        phases.put(OnboardingPhase.DELIVERY, said(OnboardingPhase.DELIVERY, delivery));
        return phases;
    }

    private static PhasePlan said(OnboardingPhase phase, @Nullable PhasePlan plan) {
        return new PhasePlan(
                plan == null ? null : plan.startsOn(),
                plan == null ? null : plan.endsOn(),
                Objects.requireNonNullElse(plan == null ? null : plan.ownerRole(), phase.ownerRole()));
    }
}
