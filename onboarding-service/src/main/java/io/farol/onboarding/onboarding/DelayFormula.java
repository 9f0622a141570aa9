package io.farol.onboarding.onboarding;

import io.farol.onboarding.onboarding.OnboardingPlan.PhasePlan;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How delays move later planned dates (onboarding.md 1): by calendar days, never to an earlier day. */
final class DelayFormula {
    private DelayFormula() {}

    /** Days between a planned day and a later one; 0 when it is not later or nothing was planned. */
    static long days(@Nullable LocalDate planned, @Nullable LocalDate actual) {
        return planned == null || actual == null ? 0 : Math.max(0, ChronoUnit.DAYS.between(planned, actual));
    }

    /** The plan after a phase was left on a day: what comes later moves by its delay. */
    static OnboardingPlan left(OnboardingPlan plan, OnboardingPhase phase, LocalDate leftOn) {
        @Nullable LocalDate planned = plan.phases().get(phase).endsOn();
        return moved(plan, phase, false, planned, days(planned, leftOn));
    }

    /** The plan after the work rested in a phase: its end and what comes later move by the days of rest. */
    static OnboardingPlan rested(OnboardingPlan plan, OnboardingPhase phase, long days) {
        return moved(plan, phase, true, plan.phases().get(phase).endsOn(), days);
    }

    /** The plan that people want, with what they did not say themselves: a phase that they let end later moves the later ones that they left alone. */
    static OnboardingPlan changed(OnboardingPlan before, OnboardingPlan wanted) {
        Map<OnboardingPhase, PhasePlan> was = before.phases();
        Map<OnboardingPhase, PhasePlan> phases = new EnumMap<>(wanted.phases());
        @Nullable LocalDate goLiveOn = wanted.goLiveOn();
        boolean isGoLiveLeftAlone = java.util.Objects.equals(before.goLiveOn(), goLiveOn);
        long carried = 0;
        for (OnboardingPhase phase : OnboardingPhase.values()) {
            PhasePlan now = phases.get(phase);
            if (sameDates(was.get(phase), now)) {
                phases.put(phase, now.later(carried));
                continue;
            }
            carried = days(was.get(phase).endsOn(), now.endsOn());
            if (isGoLiveLeftAlone && isAfter(goLiveOn, was.get(phase).endsOn())) {
                goLiveOn = later(goLiveOn, carried);
                isGoLiveLeftAlone = false;
            }
        }
        return OnboardingPlan.of(phases, goLiveOn);
    }

    private static OnboardingPlan moved(
            OnboardingPlan plan, OnboardingPhase from, boolean itself, @Nullable LocalDate planned, long days) {
        Map<OnboardingPhase, PhasePlan> phases = new EnumMap<>(plan.phases());
        phases.replaceAll((phase, dates) -> {
            if (phase == from) {
                return itself && dates.endsOn() != null
                        ? new PhasePlan(dates.startsOn(), dates.endsOn().plusDays(days), dates.ownerRole())
                        : dates;
            }
            return phase.compareTo(from) > 0 ? dates.later(days) : dates;
        });
        boolean isLater = planned == null ? itself : isAfter(plan.goLiveOn(), planned);
        return OnboardingPlan.of(phases, isLater ? later(plan.goLiveOn(), days) : plan.goLiveOn());
    }

    private static boolean sameDates(PhasePlan one, PhasePlan other) {
        return java.util.Objects.equals(one.startsOn(), other.startsOn())
                && java.util.Objects.equals(one.endsOn(), other.endsOn());
    }

    private static boolean isAfter(@Nullable LocalDate day, @Nullable LocalDate planned) {
        return day != null && planned != null && !day.isBefore(planned);
    }

    private static @Nullable LocalDate later(@Nullable LocalDate day, long days) {
        return day == null ? null : day.plusDays(days);
    }
}
