package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.Accounts;
import io.farol.onboarding.onboarding.OnboardingView.PhaseView;
import io.farol.onboarding.onboarding.PhaseChangeDetails.PhaseSkip;
import io.farol.runtime.audit.Actors;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.rest.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Moves onboardings from phase to phase and to their end: forward when every phase on the way is done or skipped, back with a reason. */
@ApplicationScoped
class PhaseMoves {
    private final Onboardings onboardings;
    private final OnboardingRepository repository;
    private final Accounts accounts;
    private final Actors actors;
    private final Jdbi jdbi;

    PhaseMoves(Onboardings onboardings, OnboardingRepository repository, Accounts accounts, Actors actors, Jdbi jdbi) {
        this.onboardings = onboardings;
        this.repository = repository;
        this.accounts = accounts;
        this.actors = actors;
        this.jdbi = jdbi;
    }

    @Transactional
    PhaseChangeView move(OnboardingId id, @Nullable Version expected, PhaseChangeDetails details) {
        return recorded(change -> onboardings.changed(id, expected, "MOVED", before -> {
            refuseResting(before);
            OnboardingPhase to = details.toPhase();
            int direction = to.compareTo(before.phase());
            if (direction == 0) {
                throw new DomainException(OnboardingError.PHASE_IS_CURRENT, "it stands there");
            }
            if (direction > 0) {
                Map<OnboardingPhase, String> skipped = leave(before, to, details.skips());
                enter(before, to);
                repository.stand(id, to, OnboardingState.IN_PROGRESS);
                record(before, change, PhaseChangeKind.MOVED, to, skipped, details.reason());
            } else {
                goBack(before, details);
                record(before, change, PhaseChangeKind.MOVED, to, Map.of(), details.reason());
            }
        }));
    }

    @Transactional
    PhaseChangeView complete(OnboardingId id, @Nullable Version expected, CompletionDetails details) {
        return recorded(change -> onboardings.changed(id, expected, "COMPLETED", before -> {
            refuseResting(before);
            Map<OnboardingPhase, String> skipped = leave(before, null, details.skips());
            repository.end(id, OnboardingPhase.DELIVERY, OnboardingState.COMPLETED, accounts.today(), null);
            record(before, change, PhaseChangeKind.COMPLETED, OnboardingPhase.DELIVERY, skipped, null);
        }));
    }

    @Transactional
    PhaseChangeView cancel(OnboardingId id, @Nullable Version expected, EndDetails details) {
        return recorded(change -> onboardings.changed(id, expected, "CANCELLED", before -> {
            Onboardings.refuseEnded(before);
            repository.endPause(id, accounts.today());
            repository.end(
                    id,
                    before.phase(),
                    OnboardingState.CANCELLED,
                    accounts.today(),
                    details.reason().strip());
            record(before, change, PhaseChangeKind.CANCELLED, before.phase(), Map.of(), details.reason());
        }));
    }

    /** @param isLeader whether the caller may open again what was completed */
    @Transactional
    PhaseChangeView reopen(OnboardingId id, @Nullable Version expected, EndDetails details, boolean isLeader) {
        return recorded(change -> onboardings.changed(id, expected, "REOPENED", before -> {
            if (!before.isEnded()) {
                throw new DomainException(OnboardingError.ONBOARDING_NOT_ENDED, "it is " + before.state());
            }
            if (before.state() == OnboardingState.COMPLETED && !isLeader) {
                throw new DomainException(PlatformError.NOT_ALLOWED, "a leader reopens what was completed");
            }
            repository.claim(before.accountId().value());
            onboardings.refuseSecond(
                    before.accountId().value(),
                    before.productId() == null ? null : before.productId().value());
            PhaseView last = before.phase(before.phase());
            repository.standPhase(
                    id, before.phase(), PhaseState.IN_PROGRESS, startedOn(last, accounts.today()), null, null);
            repository.stand(id, before.phase(), OnboardingState.IN_PROGRESS);
            record(before, change, PhaseChangeKind.REOPENED, before.phase(), Map.of(), details.reason());
        }));
    }

    private static void refuseResting(OnboardingView onboarding) {
        Onboardings.refuseEnded(onboarding);
        if (onboarding.state() == OnboardingState.PAUSED) {
            throw new DomainException(OnboardingError.ONBOARDING_PAUSED, "resume it first");
        }
    }

    /** Ends the phases from the present one up to another, exclusive; null = to the end. */
    private Map<OnboardingPhase, String> leave(
            OnboardingView before, @Nullable OnboardingPhase until, List<PhaseSkip> skips) {
        Map<OnboardingPhase, String> skipped = skipped(before, until, skips);
        List<Fault> faults = new ArrayList<>();
        for (OnboardingPhase phase : way(before, until)) {
            if (!skipped.containsKey(phase)) {
                before.missing(phase)
                        .forEach(condition -> faults.add(
                                Fault.at(condition.pointer(), condition).of(phase.name())));
            }
        }
        if (!faults.isEmpty()) {
            throw new DomainException(
                    OnboardingError.REQUIREMENTS_NOT_MET, "missing: " + faults, Map.of("count", faults.size()), faults);
        }
        LocalDate today = accounts.today();
        for (OnboardingPhase phase : way(before, until)) {
            @Nullable String reason = skipped.get(phase);
            repository.standPhase(
                    before.id(),
                    phase,
                    reason == null ? PhaseState.DONE : PhaseState.SKIPPED,
                    reason == null
                            ? startedOn(before.phase(phase), today)
                            : before.phase(phase).startedOn(),
                    today,
                    reason);
        }
        repository.writePlan(before.id(), before.plan(), DelayFormula.left(before.plan(), before.phase(), today));
        return skipped;
    }

    private static Map<OnboardingPhase, String> skipped(
            OnboardingView before, @Nullable OnboardingPhase until, List<PhaseSkip> skips) {
        Map<OnboardingPhase, String> skipped = new EnumMap<>(OnboardingPhase.class);
        for (OnboardingPhase phase : way(before, until)) {
            @Nullable String reason = before.phase(phase).skipReason();
            if (reason != null) {
                skipped.put(phase, reason); // from the start on: a short onboarding
            }
        }
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < skips.size(); i++) {
            PhaseSkip skip = skips.get(i);
            boolean isOnTheWay = way(before, until).contains(skip.phase());
            if (!isOnTheWay || skipped.put(skip.phase(), skip.reason().strip()) != null) {
                faults.add(Fault.at("/skips/" + i + "/phase", OnboardingError.SKIP_NOT_ON_THE_WAY));
            }
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        return skipped;
    }

    private static List<OnboardingPhase> way(OnboardingView before, @Nullable OnboardingPhase until) {
        return List.of(OnboardingPhase.values())
                .subList(before.phase().ordinal(), until == null ? OnboardingPhase.values().length : until.ordinal());
    }

    private void enter(OnboardingView before, OnboardingPhase phase) {
        repository.standPhase(before.id(), phase, PhaseState.IN_PROGRESS, accounts.today(), null, null);
    }

    /** Back to an earlier phase: it goes on, and those after it are still to come. */
    private void goBack(OnboardingView before, PhaseChangeDetails details) {
        if (details.reason() == null) {
            throw DomainException.invalid(List.of(Fault.at("/reason", OnboardingError.REASON_REQUIRED)));
        }
        if (!details.skips().isEmpty()) {
            throw DomainException.invalid(List.of(Fault.at("/skips", OnboardingError.SKIP_NOT_ON_THE_WAY)));
        }
        OnboardingPhase to = details.toPhase();
        repository.standPhase(
                before.id(), to, PhaseState.IN_PROGRESS, startedOn(before.phase(to), accounts.today()), null, null);
        for (PhaseView phase : before.phases()) {
            if (phase.phase().compareTo(to) > 0 && phase.phase().compareTo(before.phase()) <= 0) {
                repository.standPhase(before.id(), phase.phase(), PhaseState.PENDING, null, null, null);
            }
        }
        repository.stand(before.id(), to, OnboardingState.IN_PROGRESS);
    }

    private static LocalDate startedOn(PhaseView phase, LocalDate today) {
        @Nullable LocalDate startedOn = phase.startedOn();
        return startedOn == null ? today : startedOn;
    }

    private void record(
            OnboardingView before,
            PhaseChangeId change,
            PhaseChangeKind kind,
            OnboardingPhase to,
            Map<OnboardingPhase, String> skipped,
            @Nullable String reason) {
        repository.recordChange(
                before.id(),
                change,
                kind,
                before.phase(),
                to,
                skipped.keySet(),
                reason,
                actors.current().name());
    }

    /** Does work that records a change, and answers the change with the onboarding after it. */
    private PhaseChangeView recorded(java.util.function.Function<PhaseChangeId, OnboardingView> work) {
        PhaseChangeId id = new PhaseChangeId(UuidV7.next());
        OnboardingView after = work.apply(id);
        Optional<PhaseChangeView> change = jdbi.withHandle(
                handle -> handle.createQuery("select c.* from onboarding_phase_change c where c.id = :id")
                        .bind("id", id.value())
                        .map((row, context) -> PhaseChangeView.of(row))
                        .findOne());
        return change.orElseThrow().with(after);
    }
}
