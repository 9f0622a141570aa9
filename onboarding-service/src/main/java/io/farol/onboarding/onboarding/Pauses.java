package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.Accounts;
import io.farol.onboarding.onboarding.OnboardingView.OnboardingPause;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.rest.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Lets onboardings rest while the client is not available; when the work goes on, what was planned moves by the days of rest. */
@ApplicationScoped
class Pauses {
    private final Onboardings onboardings;
    private final OnboardingRepository repository;
    private final Accounts accounts;

    Pauses(Onboardings onboardings, OnboardingRepository repository, Accounts accounts) {
        this.onboardings = onboardings;
        this.repository = repository;
        this.accounts = accounts;
    }

    @Transactional
    OnboardingView pause(OnboardingId id, @Nullable Version expected, PauseDetails details) {
        return onboardings.changed(id, expected, "PAUSED", before -> {
            Onboardings.refuseEnded(before);
            if (before.state() == OnboardingState.PAUSED) {
                throw new DomainException(OnboardingError.ONBOARDING_PAUSED, "it rests already");
            }
            LocalDate today = accounts.today();
            LocalDate fromOn = details.fromOn() == null ? today : details.fromOn();
            Days.within("/fromOn", fromOn, earliest(before), today);
            repository.beginPause(
                    id, new PauseId(UuidV7.next()), fromOn, details.reason().strip());
            repository.stand(id, before.phase(), OnboardingState.PAUSED);
        });
    }

    @Transactional
    OnboardingView resume(OnboardingId id, @Nullable Version expected, ResumptionDetails details) {
        return onboardings.changed(id, expected, "RESUMED", before -> {
            Onboardings.refuseEnded(before);
            OnboardingPause open = before.pauses().stream()
                    .filter(pause -> pause.untilOn() == null)
                    .findFirst()
                    .orElseThrow(() -> new DomainException(OnboardingError.ONBOARDING_NOT_PAUSED, "it does not rest"));
            LocalDate today = accounts.today();
            LocalDate onDay = details.onDay() == null ? today : details.onDay();
            Days.within("/onDay", onDay, open.fromOn(), today);
            repository.endPause(id, onDay);
            repository.writePlan(
                    id,
                    before.plan(),
                    DelayFormula.rested(before.plan(), before.phase(), ClockFormula.days(open.fromOn(), onDay)));
            repository.stand(id, before.phase(), OnboardingState.IN_PROGRESS);
        });
    }

    /** Pauses do not overlap, nor begin before the work. */
    private static LocalDate earliest(OnboardingView onboarding) {
        return onboarding.pauses().isEmpty() || onboarding.pauses().getLast().untilOn() == null
                ? onboarding.startedOn()
                : onboarding.pauses().getLast().untilOn();
    }
}
