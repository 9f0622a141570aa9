package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.AccountId;
import io.farol.onboarding.accountsclient.AccountActivation;
import io.farol.runtime.errand.Errand;
import io.farol.runtime.errand.ErrandTable;
import io.farol.runtime.errand.Errands;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Tells accounts-service of First Values until it has answered; whatever is lost after accounts-service has committed is said again, and changes nothing there. */
@ApplicationScoped
@Unremovable
class ActivationErrand implements Errand {
    /** By onboarding. */
    static final ErrandTable TABLE = new ErrandTable("activation_due", "onboarding_id");

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final TenantTransaction transactions;
    private final Onboardings onboardings;
    private final OnboardingRepository repository;
    private final AccountActivation accounts;
    private final Errands errands;

    ActivationErrand(
            TenantTransaction transactions,
            Onboardings onboardings,
            OnboardingRepository repository,
            AccountActivation accounts,
            Errands errands) {
        this.transactions = transactions;
        this.onboardings = onboardings;
        this.repository = repository;
        this.accounts = accounts;
        this.errands = errands;
    }

    /** What is told. */
    private record FirstValue(AccountId account, LocalDate evidencedOn) {}

    @Override
    public ErrandTable table() {
        return TABLE;
    }

    @Override
    public Duration lease() {
        return LEASE;
    }

    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public void run(TenantId tenant, UUID subject, BooleanSupplier isEnding) throws Exception {
        OnboardingId id = new OnboardingId(subject);
        Optional<FirstValue> untold = transactions.call(tenant, () -> leftToTell(id));
        while (untold.isPresent() && !isEnding.getAsBoolean()) {
            FirstValue told = untold.get();
            Optional<String> refusal =
                    CurrentTenant.callAs(tenant, () -> accounts.activate(told.account(), told.evidencedOn()));
            untold = transactions.call(tenant, () -> settled(id, told, refusal));
        }
    }

    private Optional<FirstValue> untold(OnboardingId id) {
        OnboardingView onboarding = onboardings.get(id);
        return onboarding.activationState() == ActivationState.PENDING && onboarding.firstValueOn() != null
                ? Optional.of(new FirstValue(onboarding.accountId(), onboarding.firstValueOn()))
                : Optional.empty();
    }

    private Optional<FirstValue> leftToTell(OnboardingId id) {
        repository.lock(id);
        Optional<FirstValue> left = untold(id);
        if (left.isEmpty()) {
            errands.forget(TABLE, id.value());
        }
        return left;
    }

    /** Writes the outcome, unless the First Value became another one while it was told; what is left to tell. Under the onboarding's lock, so that nothing new slips through. */
    private Optional<FirstValue> settled(OnboardingId id, FirstValue told, Optional<String> refusal) {
        repository.lock(id);
        if (untold(id).filter(told::equals).isPresent()) {
            onboardings.changedByItself(
                    id,
                    refusal.isEmpty() ? "ACTIVATION_DONE" : "ACTIVATION_REFUSED",
                    before -> repository.stateActivation(
                            id,
                            refusal.isEmpty() ? ActivationState.DONE : ActivationState.FAILED,
                            refusal.orElse(null)));
        }
        return leftToTell(id);
    }
}
