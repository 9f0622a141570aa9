package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.Accounts;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be done with onboardings; the only way in for REST and the other features. */
@ApplicationScoped
public class Onboardings {
    static final String TYPE = "ONBOARDING";

    private final OnboardingRepository repository;
    private final Accounts accounts;
    private final Portfolio portfolio;
    private final Outbox outbox;
    private final Audit audit;

    Onboardings(OnboardingRepository repository, Accounts accounts, Portfolio portfolio, Outbox outbox, Audit audit) {
        this.repository = repository;
        this.accounts = accounts;
        this.portfolio = portfolio;
        this.outbox = outbox;
        this.audit = audit;
    }

    /** One onboarding, ended or not. */
    @Transactional
    public OnboardingView get(OnboardingId id) {
        return repository.find(id).orElseThrow(DomainException::notFound);
    }

    @Transactional
    OnboardingView open(OnboardingOpening opening) {
        LocalDate today = accounts.today();
        check(opening, today);
        portfolio.require(opening.accountId(), opening.ownerName());
        UUID account = opening.accountId().value();
        @Nullable
        UUID product = opening.productId() == null ? null : opening.productId().value();
        repository.claim(account);
        refuseSecond(account, product);
        LocalDate startedOn = opening.startedOn() == null ? today : opening.startedOn();
        LocalDate clockStartsOn = opening.clockStartsOn() == null
                ? accounts.firstSignedOn(opening.accountId())
                        .filter(signedOn -> product == null)
                        .orElse(startedOn)
                : opening.clockStartsOn();
        OnboardingId id = new OnboardingId(UuidV7.next());
        repository.insert(id.value(), opening, startedOn, clockStartsOn);
        outbox.append(TYPE, id.value(), 1, "OPENED");
        OnboardingView opened = get(id);
        audit.record(TYPE, id.value(), "OPENED", null, opened);
        return opened;
    }

    @Transactional
    OnboardingView change(OnboardingId id, @Nullable Version expected, MergePatch<OnboardingDetails> patch) {
        return changed(id, expected, "CHANGED", before -> {
            refuseEnded(before);
            OnboardingDetails was = before.details();
            OnboardingDetails wanted = patch.mergedInto(was);
            OnboardingPlan plan = DelayFormula.changed(
                    before.plan(), wanted.plan() == null ? OnboardingPlan.of(Map.of(), null) : wanted.plan());
            repository.writeContent(id, wanted);
            repository.writePlan(id, before.plan(), plan);
        });
    }

    /**
     * Changes an onboarding under its lock: its next version, one event, one audit row. Unknown first, then whether the caller may write it, whatever else is wrong.
     *
     * @param expected the version that the caller saw: 428 when missing, 412 when stale
     */
    OnboardingView changed(
            OnboardingId id, @Nullable Version expected, String eventType, Consumer<OnboardingView> work) {
        Version.required(expected);
        long version = locked(id);
        OnboardingView before = get(id);
        portfolio.require(before.accountId(), before.ownerName());
        Version.check(expected, version, () -> before);
        return written(before, version, eventType, work);
    }

    /** The same for what this service does by itself, whatever the version. */
    OnboardingView changedByItself(OnboardingId id, String eventType, Consumer<OnboardingView> work) {
        long version = locked(id);
        return written(get(id), version, eventType, work);
    }

    /** Refuses work on what is over. */
    static void refuseEnded(OnboardingView onboarding) {
        if (onboarding.isEnded()) {
            throw new DomainException(OnboardingError.ONBOARDING_ENDED, "it is " + onboarding.state());
        }
    }

    /** Refuses a second onboarding of an account, or of its product, beside one that is being worked on. */
    void refuseSecond(UUID account, @Nullable UUID product) {
        Optional<OnboardingId> open = repository.findOpen(account, product);
        if (open.isPresent()) {
            throw new DomainException(
                    OnboardingError.ONBOARDING_ALREADY_OPEN, "one is open", Map.of("existingId", open.get()));
        }
    }

    private long locked(OnboardingId id) {
        OptionalLong version = repository.lock(id);
        return version.orElseThrow(DomainException::notFound);
    }

    private OnboardingView written(
            OnboardingView before, long version, String eventType, Consumer<OnboardingView> work) {
        OnboardingId id = before.id();
        work.accept(before);
        repository.touch(id);
        outbox.append(TYPE, id.value(), version + 1, eventType);
        OnboardingView after = get(id);
        audit.record(TYPE, id.value(), eventType, before, after);
        return after;
    }

    private void check(OnboardingOpening opening, LocalDate today) {
        List<Fault> faults = new ArrayList<>();
        if (!accounts.isPresent(opening.accountId())) {
            faults.add(Fault.at("/accountId", PlatformError.UNKNOWN_REFERENCE));
        }
        if (opening.productId() != null && !accounts.isPresent(opening.productId())) {
            faults.add(Fault.at("/productId", PlatformError.UNKNOWN_REFERENCE));
        }
        if (opening.startedOn() != null && opening.startedOn().isAfter(today)) {
            faults.add(Days.outOfRange("/startedOn", LocalDate.of(1900, 1, 1), today));
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
    }
}
