package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.AccountId;
import io.farol.onboarding.accountsclient.AccountActivation;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells accounts-service of First Values until it has answered: at once after the commit, again with growing pauses while it is away, on another replica when this one dies. The call stands between two
 * transactions; whatever is lost after accounts-service has committed is said again, and changes nothing there.
 */
@ApplicationScoped
class ActivationWorker {
    /** Longer than all tries of one call. */
    private static final int LEASE_SECONDS = 30;

    private static final String CLAIM = """
            update activation_due d set held_until = clock_timestamp() + make_interval(secs => %d)
             where (d.tenant_id, d.onboarding_id) = (
                select n.tenant_id, n.onboarding_id from activation_due n
                 where n.due_at <= clock_timestamp() and n.held_until < clock_timestamp() order by n.due_at limit 1 for update skip locked)
            returning d.tenant_id, d.onboarding_id""".formatted(LEASE_SECONDS);

    private static final String LATER = """
            update activation_due set failures = failures + 1, held_until = '-infinity',
                   due_at = clock_timestamp() + make_interval(secs => least(60, power(2, least(failures, 6))) * (0.5 + random() / 2))
             where tenant_id = :tenant and onboarding_id = :id""";

    private final Jdbi jdbi;
    private final TenantTransaction transactions;
    private final Onboardings onboardings;
    private final OnboardingRepository repository;
    private final AccountActivation accounts;
    private final boolean isServing;
    private final Semaphore slot = new Semaphore(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean isEnding;

    ActivationWorker(
            Jdbi jdbi,
            TenantTransaction transactions,
            Onboardings onboardings,
            OnboardingRepository repository,
            AccountActivation accounts,
            @ConfigProperty(name = "farol.mode") String mode) {
        this.jdbi = jdbi;
        this.transactions = transactions;
        this.onboardings = onboardings;
        this.repository = repository;
        this.accounts = accounts;
        this.isServing = mode.equals("serve");
    }

    /** A First Value that accounts-service has to be told of. */
    private record Due(TenantId tenant, OnboardingId onboarding) {}

    /** What is told. */
    private record FirstValue(AccountId account, LocalDate evidencedOn) {}

    /** Looks for work now; returns at once. */
    void wake() {
        if (isServing && !isEnding) {
            threads.execute(this::workThroughQueue);
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void poll() {
        wake();
    }

    void end(@Observes ShutdownEvent event) throws InterruptedException {
        isEnding = true;
        threads.shutdown();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void workThroughQueue() {
        if (!slot.tryAcquire()) {
            return; // whoever has it takes what is due, and the next poll what it misses
        }
        try {
            Optional<Due> due = claim();
            while (due.isPresent() && !isEnding) {
                tell(due.get());
                due = claim();
            }
        } catch (RuntimeException e) {
            Log.warnf(e, "activations cannot be looked for"); // the database is away; the next poll tries again
        } finally {
            slot.release();
        }
    }

    private Optional<Due> claim() {
        return jdbi.withHandle(handle -> handle.createQuery(CLAIM)
                .map((row, context) -> new Due(
                        new TenantId(row.getString("tenant_id")),
                        new OnboardingId(row.getObject("onboarding_id", UUID.class))))
                .findOne());
    }

    private void tell(Due due) {
        try {
            Optional<FirstValue> untold = transactions.call(due.tenant(), () -> untold(due.onboarding()));
            Optional<String> refusal = untold.isEmpty()
                    ? Optional.empty()
                    : CurrentTenant.callAs(
                            due.tenant(),
                            () -> accounts.activate(
                                    untold.get().account(), untold.get().evidencedOn()));
            transactions.call(due.tenant(), () -> settled(due, refusal));
        } catch (DomainException e) {
            Log.infof(
                    "activation waits onboardingId=%s reason=%s",
                    due.onboarding().value(), e.getMessage());
            later(due);
        } catch (Exception e) {
            Log.warnf(
                    e,
                    "activation failed and is tried again onboardingId=%s",
                    due.onboarding().value());
            later(due);
        }
    }

    private Optional<FirstValue> untold(OnboardingId id) {
        OnboardingView onboarding = onboardings.get(id);
        return onboarding.activationState() == ActivationState.PENDING && onboarding.firstValueOn() != null
                ? Optional.of(new FirstValue(onboarding.accountId(), onboarding.firstValueOn()))
                : Optional.empty();
    }

    private boolean settled(Due due, Optional<String> refusal) {
        if (untold(due.onboarding()).isPresent()) {
            onboardings.changedByItself(
                    due.onboarding(),
                    refusal.isEmpty() ? "ACTIVATION_DONE" : "ACTIVATION_REFUSED",
                    before -> repository.stateActivation(
                            due.onboarding(),
                            refusal.isEmpty() ? ActivationState.DONE : ActivationState.FAILED,
                            refusal.orElse(null)));
        }
        return jdbi.withHandle(handle ->
                handle.createUpdate("delete from activation_due where tenant_id = :tenant and onboarding_id = :id")
                                .bind("tenant", due.tenant().value())
                                .bind("id", due.onboarding().value())
                                .execute()
                        > 0);
    }

    private void later(Due due) {
        jdbi.useHandle(handle -> handle.createUpdate(LATER)
                .bind("tenant", due.tenant().value())
                .bind("id", due.onboarding().value())
                .execute());
    }
}
