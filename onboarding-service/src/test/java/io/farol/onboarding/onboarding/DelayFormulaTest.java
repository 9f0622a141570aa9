package io.farol.onboarding.onboarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.farol.onboarding.onboarding.OnboardingPlan.PhasePlan;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DelayFormulaTest {
    private static final LocalDate GO_LIVE = LocalDate.of(2026, 4, 20);

    /** Triage to 1 April, then a phase every ten days; live on the 20th. */
    private static OnboardingPlan aPlan() {
        Map<OnboardingPhase, PhasePlan> phases = new EnumMap<>(OnboardingPhase.class);
        LocalDate starts = LocalDate.of(2026, 3, 22);
        for (OnboardingPhase phase : OnboardingPhase.values()) {
            phases.put(phase, new PhasePlan(starts, starts.plusDays(10), phase.ownerRole()));
            starts = starts.plusDays(10);
        }
        return OnboardingPlan.of(phases, GO_LIVE);
    }

    @Test
    void countsDaysOnlyWhenLater() {
        LocalDate planned = LocalDate.of(2026, 4, 1);

        assertEquals(3, DelayFormula.days(planned, planned.plusDays(3)));
        assertEquals(0, DelayFormula.days(planned, planned));
        assertEquals(0, DelayFormula.days(planned, planned.minusDays(1)));
        assertEquals(0, DelayFormula.days(null, planned));
        assertEquals(0, DelayFormula.days(planned, null));
    }

    @Test
    void movesWhatComesAfterAPhaseThatWasLeftLate() {
        OnboardingPlan after = DelayFormula.left(aPlan(), OnboardingPhase.SCHEDULING, LocalDate.of(2026, 4, 14));

        assertEnds(after, OnboardingPhase.TRIAGE, 1);
        assertEnds(after, OnboardingPhase.SCHEDULING, 11);
        assertEnds(after, OnboardingPhase.TRAINING, 24);
        assertEquals(
                LocalDate.of(2026, 4, 14),
                after.phases().get(OnboardingPhase.TRAINING).startsOn());
        assertEquals(
                LocalDate.of(2026, 5, 14),
                after.phases().get(OnboardingPhase.DELIVERY).endsOn());
        assertEquals(LocalDate.of(2026, 4, 23), after.goLiveOn());
    }

    @Test
    void leavesThePlanWhenAPhaseEndsInTime() {
        assertEquals(aPlan(), DelayFormula.left(aPlan(), OnboardingPhase.SCHEDULING, LocalDate.of(2026, 4, 11)));
        assertEquals(aPlan(), DelayFormula.left(aPlan(), OnboardingPhase.SCHEDULING, LocalDate.of(2026, 4, 1)));
    }

    @Test
    void leavesAGoLiveThatLiesBeforeTheLatePhase() {
        OnboardingPlan after = DelayFormula.left(aPlan(), OnboardingPhase.FIRST_VALUE, LocalDate.of(2026, 5, 5));

        assertEquals(GO_LIVE, after.goLiveOn());
        assertEquals(
                LocalDate.of(2026, 5, 15),
                after.phases().get(OnboardingPhase.DELIVERY).endsOn());
    }

    @Test
    void movesTheEndOfThePhaseThatRestedAndWhatComesAfter() {
        OnboardingPlan after = DelayFormula.rested(aPlan(), OnboardingPhase.SCHEDULING, 5);

        assertEquals(
                LocalDate.of(2026, 4, 1),
                after.phases().get(OnboardingPhase.SCHEDULING).startsOn());
        assertEnds(after, OnboardingPhase.SCHEDULING, 16);
        assertEnds(after, OnboardingPhase.TRAINING, 26);
        assertEquals(LocalDate.of(2026, 4, 25), after.goLiveOn());
    }

    @Test
    void movesWhatPeopleLeaveAloneWhenTheyLetAPhaseEndLater() {
        OnboardingPlan wanted = ending(aPlan(), OnboardingPhase.SCHEDULING, LocalDate.of(2026, 4, 13), GO_LIVE);

        OnboardingPlan after = DelayFormula.changed(aPlan(), wanted);

        assertEnds(after, OnboardingPhase.TRIAGE, 1);
        assertEnds(after, OnboardingPhase.SCHEDULING, 13);
        assertEnds(after, OnboardingPhase.TRAINING, 23);
        assertEquals(LocalDate.of(2026, 4, 22), after.goLiveOn());
    }

    @Test
    void keepsWhatPeopleSayThemselves() {
        OnboardingPlan wanted =
                ending(aPlan(), OnboardingPhase.SCHEDULING, LocalDate.of(2026, 4, 13), GO_LIVE.plusDays(9));
        wanted = ending(wanted, OnboardingPhase.TRAINING, LocalDate.of(2026, 4, 30), GO_LIVE.plusDays(9));

        OnboardingPlan after = DelayFormula.changed(aPlan(), wanted);

        assertEnds(after, OnboardingPhase.TRAINING, 30);
        assertEquals(
                LocalDate.of(2026, 5, 10),
                after.phases().get(OnboardingPhase.FIRST_VALUE).endsOn());
        assertEquals(GO_LIVE.plusDays(9), after.goLiveOn());
    }

    @Test
    void movesNothingWhenAPhaseIsMadeShorterOrFirstPlanned() {
        OnboardingPlan shorter = ending(aPlan(), OnboardingPhase.SCHEDULING, LocalDate.of(2026, 4, 5), GO_LIVE);
        assertEnds(DelayFormula.changed(aPlan(), shorter), OnboardingPhase.TRAINING, 21);
        assertEquals(GO_LIVE, DelayFormula.changed(aPlan(), shorter).goLiveOn());

        OnboardingPlan none = OnboardingPlan.of(Map.of(), null);
        assertEquals(aPlan(), DelayFormula.changed(none, aPlan()));
        assertNull(DelayFormula.left(none, OnboardingPhase.TRIAGE, GO_LIVE).goLiveOn());
    }

    private static OnboardingPlan ending(
            OnboardingPlan plan, OnboardingPhase phase, LocalDate endsOn, @Nullable LocalDate goLiveOn) {
        Map<OnboardingPhase, PhasePlan> phases = new EnumMap<>(plan.phases());
        phases.put(phase, new PhasePlan(phases.get(phase).startsOn(), endsOn, phase.ownerRole()));
        return OnboardingPlan.of(phases, goLiveOn);
    }

    private static void assertEnds(OnboardingPlan plan, OnboardingPhase phase, int dayOfApril) {
        assertEquals(LocalDate.of(2026, 4, dayOfApril), plan.phases().get(phase).endsOn());
    }
}
