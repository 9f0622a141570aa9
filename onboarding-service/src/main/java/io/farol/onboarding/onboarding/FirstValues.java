package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.Accounts;
import io.farol.runtime.audit.Actors;
import io.farol.runtime.errand.Errands;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.rest.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** Stamps First Value in whatever phase its evidence comes: the clock stops, and accounts-service will be told, once for ever. */
@ApplicationScoped
class FirstValues {
    private final Onboardings onboardings;
    private final OnboardingRepository repository;
    private final Errands errands;
    private final Accounts accounts;
    private final Actors actors;

    FirstValues(
            Onboardings onboardings,
            OnboardingRepository repository,
            Errands errands,
            Accounts accounts,
            Actors actors) {
        this.onboardings = onboardings;
        this.repository = repository;
        this.errands = errands;
        this.accounts = accounts;
        this.actors = actors;
    }

    @Transactional
    OnboardingView evidence(OnboardingId id, @Nullable Version expected, FirstValueDetails details) {
        return onboardings.changed(id, expected, "FIRST_VALUE_EVIDENCED", before -> {
            if (before.state() == OnboardingState.CANCELLED) {
                throw new DomainException(OnboardingError.ONBOARDING_ENDED, "it is cancelled");
            }
            if (before.firstValueOn() != null) {
                throw new DomainException(
                        OnboardingError.FIRST_VALUE_ALREADY_EVIDENCED, "evidenced on " + before.firstValueOn());
            }
            Days.within("/evidencedOn", details.evidencedOn(), before.clockStartsOn(), accounts.today());
            boolean activates = before.productId() == null;
            repository.evidence(
                    id,
                    details,
                    actors.current().name(),
                    activates ? ActivationState.PENDING : ActivationState.NOT_APPLICABLE);
            if (activates) {
                errands.add(ActivationErrand.TABLE, id.value());
            }
        });
    }

    /** Has a refused activation told again. */
    @Transactional
    OnboardingView retry(OnboardingId id, @Nullable Version expected) {
        return onboardings.changed(id, expected, "ACTIVATION_RETRIED", before -> {
            if (before.activationState() != ActivationState.FAILED) {
                throw new DomainException(OnboardingError.ACTIVATION_NOT_FAILED, "it is " + before.activationState());
            }
            repository.stateActivation(id, ActivationState.PENDING, null);
            errands.add(ActivationErrand.TABLE, id.value());
        });
    }
}
