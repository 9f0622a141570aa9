package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountCopies;
import io.farol.pipeline.account.AccountId;
import io.farol.pipeline.account.ContractId;
import io.farol.pipeline.qualification.QualificationFrameworks;
import io.farol.runtime.audit.Actor;
import io.farol.runtime.audit.Actors;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.rest.BatchItemResult;
import io.farol.runtime.rest.BatchItemStatus;
import io.farol.runtime.rest.ExternalIds;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be done with deals; the only way in for REST and the other features. */
@ApplicationScoped
public class Deals {
    static final String TYPE = "DEAL";

    private final EntityManager entities;
    private final DealRepository repository;
    private final DealLines lines;
    private final DealChecks checks;
    private final StageHistory history;
    private final AccountCopies accounts;
    private final Portfolio portfolio;
    private final QualificationFrameworks frameworks;
    private final Outbox outbox;
    private final Audit audit;
    private final Actors actors;
    private final Clock clock;

    Deals(
            EntityManager entities,
            DealRepository repository,
            DealLines lines,
            DealChecks checks,
            StageHistory history,
            AccountCopies accounts,
            Portfolio portfolio,
            QualificationFrameworks frameworks,
            Outbox outbox,
            Audit audit,
            Actors actors,
            Clock clock) {
        this.entities = entities;
        this.repository = repository;
        this.lines = lines;
        this.checks = checks;
        this.history = history;
        this.accounts = accounts;
        this.portfolio = portfolio;
        this.frameworks = frameworks;
        this.outbox = outbox;
        this.audit = audit;
        this.actors = actors;
        this.clock = clock;
    }

    /**
     * A deal and whether it was made just now.
     *
     * @param isChanged false when nothing was written
     */
    record Put(DealView deal, boolean isNew, boolean isChanged) {}

    /** One deal, archived or not. */
    @Transactional
    DealView get(DealId id) {
        return repository.find(id).orElseThrow(DomainException::notFound);
    }

    @Transactional
    DealView getByExternalId(String externalId) {
        return repository.findByExternalId(externalId).orElseThrow(DomainException::notFound);
    }

    /** The ways out of a deal's stage, with all that is missing on each. */
    @Transactional
    List<DealMoves.Move> moves(DealView deal) {
        return deal.isArchived()
                ? List.of()
                : DealMoves.all(
                        deal.stage(),
                        deal.closedFrom(),
                        facts(deal, accounts.calendar().today()));
    }

    /** What the gates ask. @param day from which a win's terms would hold */
    GateFacts facts(DealView deal, LocalDate day) {
        return deal.facts(
                progress(deal.qualification()), contractToAmend(deal, day).isPresent());
    }

    private @Nullable QualificationProgress progress(@Nullable Qualification qualification) {
        return qualification == null
                ? null
                : QualificationProgress.of(
                        qualification,
                        frameworks.find(qualification.framework()).orElseThrow());
    }

    /** Which contract new lines of a won deal go into; empty when that is not clear. Where all lines change running ones, their own contracts are meant. */
    Optional<ContractId> contractToAmend(DealView deal, LocalDate day) {
        AccountId account = deal.accountId();
        if (account == null) {
            return Optional.empty();
        }
        List<DealLine> sold = deal.lines();
        if (!sold.isEmpty() && sold.stream().allMatch(line -> line.contractLineId() != null)) {
            return checks.contractOfFirstLine(sold, day);
        }
        return accounts.contractToAmend(account, deal.contractId(), day);
    }

    @Transactional
    DealView create(DealDetails wanted) {
        if (wanted.externalId() != null) {
            refuseTaken(wanted.externalId());
        }
        return created(wanted, wanted.externalId());
    }

    @Transactional
    DealView change(DealId id, @Nullable Version expected, MergePatch<DealDetails> patch) {
        Deal deal = locked(id, expected);
        deal.refuseWhenClosed();
        DealDetails before = deal.details(lines.read(id));
        DealDetails wanted = patch.mergedInto(before);
        if (wanted.externalId() != null && !wanted.externalId().equals(deal.externalId)) {
            refuseTaken(wanted.externalId());
        }
        changed(deal, before, wanted, wanted.externalId());
        return get(id);
    }

    /** Makes or changes the deal with an external id: fields that are sent are set; nothing is written when nothing changes. */
    @Transactional
    Put put(String externalId, MergePatch<DealDetails> patch) {
        repository.claimExternalId(externalId);
        Optional<DealView> current = repository.findByExternalId(externalId);
        if (current.isEmpty()) {
            return new Put(created(patch.mergedInto(null), externalId), true, true);
        }
        DealId id = current.get().id();
        Deal deal = locked(id);
        deal.refuseWhenClosed();
        DealDetails before = deal.details(lines.read(id));
        boolean isChanged = changed(deal, before, patch.mergedInto(before), externalId);
        return new Put(isChanged ? get(id) : current.get(), false, isChanged);
    }

    /** One item of a batch: an upsert by its external id, or a new deal without one. */
    @Transactional
    BatchItemResult putItem(MergePatch<DealDetails> item) {
        Optional<String> externalId = item.text("externalId");
        if (externalId.isEmpty()) {
            DealView made = create(item.mergedInto(null));
            return BatchItemResult.of(BatchItemStatus.CREATED, made.id(), null, made.etag());
        }
        Put put = put(externalId.get(), item);
        BatchItemStatus status = put.isNew()
                ? BatchItemStatus.CREATED
                : put.isChanged() ? BatchItemStatus.UPDATED : BatchItemStatus.UNCHANGED;
        return BatchItemResult.of(
                status, put.deal().id(), put.deal().externalId(), put.deal().etag());
    }

    @Transactional
    void archive(DealId id, @Nullable Version expected) {
        Deal deal = locked(id, expected);
        deal.refuseWhenArchived();
        if (deal.stage == DealStage.EXPAND_WON || deal.contractSync == ContractSync.PENDING) {
            throw new DomainException(DealError.DEAL_WON, "the client's contract follows from it");
        }
        written(deal, "ARCHIVED", it -> it.archivedAt = clock.instant());
    }

    /** Puts a deal right behind another one of its stage, or before all. */
    @Transactional
    DealView place(DealId id, @Nullable Version expected, @Nullable DealId after) {
        Deal deal = locked(id, expected);
        deal.refuseWhenArchived();
        if (after != null) {
            DealStage stage = repository
                    .stageOf(after)
                    .orElseThrow(() -> DomainException.invalid(
                            List.of(Fault.at("/afterDealId", PlatformError.UNKNOWN_REFERENCE))));
            if (stage != deal.stage) {
                throw new DomainException(DealError.DEAL_IN_ANOTHER_STAGE, "it stands in " + stage);
            }
        }
        long rank = repository.rankAfter(deal.stage, Optional.ofNullable(after));
        return written(deal, "PLACED", it -> it.rank = rank);
    }

    /** Changes a deal or rows beside it: under its lock, with its next version, one event and one audit entry. */
    DealView written(Deal deal, String eventType, Consumer<Deal> change) {
        DealView before = get(new DealId(deal.id));
        change.accept(deal);
        deal.touch(clock.instant());
        outbox.append(TYPE, deal.id, deal.version, eventType);
        DealView after = get(new DealId(deal.id));
        audit.record(TYPE, deal.id, eventType, before, after);
        return after;
    }

    /** @param expected the version that the caller saw: 428 when missing, 412 when stale */
    Deal locked(DealId id, @Nullable Version expected) {
        Version.required(expected);
        Deal deal = locked(id);
        Version.check(expected, deal.version, () -> get(id));
        return deal;
    }

    /** For writing: unknown first, then whether the caller may write it, whatever else is wrong. */
    Deal locked(DealId id) {
        Deal deal = entities.find(Deal.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (deal == null) {
            throw DomainException.notFound();
        }
        portfolio.require(deal.accountId == null ? null : new AccountId(deal.accountId), deal.ownerId);
        return deal;
    }

    private void refuseTaken(String externalId) {
        repository.claimExternalId(externalId);
        repository.findByExternalId(externalId).ifPresent(existing -> {
            throw ExternalIds.taken(existing.id());
        });
    }

    private DealView created(DealDetails wanted, @Nullable String externalId) {
        Actor caller = actors.current();
        DealDetails details = wanted.ownerId() == null
                ? wanted.identified(
                        externalId, caller.id(), wanted.ownerName() == null ? caller.name() : wanted.ownerName())
                : wanted.identified(externalId, wanted.ownerId(), wanted.ownerName());
        checks.check(null, details);
        portfolio.require(details.accountId(), details.ownerId());
        Deal deal = new Deal();
        deal.id = UuidV7.next();
        deal.createdAt = clock.instant();
        deal.updatedAt = deal.createdAt;
        deal.openedAt = deal.createdAt;
        deal.enteredStageAt = deal.createdAt;
        deal.rank = repository.lastRank(deal.stage);
        deal.set(details, checks.figures(details));
        refuseIncomplete(details);
        entities.persist(deal);
        entities.flush();
        DealId id = new DealId(deal.id);
        lines.write(id, details.lines());
        history.opened(id, deal.stage);
        outbox.append(TYPE, deal.id, deal.version, "CREATED");
        DealView view = get(id);
        audit.record(TYPE, deal.id, "CREATED", null, view);
        return view;
    }

    /** A new deal enters the first stage, and so must have what that asks for. */
    private static void refuseIncomplete(DealDetails details) {
        GateFacts facts = new GateFacts(
                details.accountId() != null,
                details.hypothesis() != null && !details.hypothesis().isBlank(),
                false,
                null,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false);
        refuse(StageGatePolicy.missingToEnter(DealStage.EXPAND_MAP, facts).stream()
                .map(fault -> fault.of(DealStage.EXPAND_MAP.name()))
                .toList());
    }

    /** Refuses with all that is missing; nothing missing is fine. */
    static void refuse(List<Fault> missing) {
        if (!missing.isEmpty()) {
            throw new DomainException(
                    DealError.REQUIREMENTS_NOT_MET,
                    "missing: " + missing,
                    java.util.Map.of("count", missing.size()),
                    missing);
        }
    }

    private boolean changed(Deal deal, DealDetails before, DealDetails wanted, @Nullable String externalId) {
        DealDetails details = wanted.identified(externalId, wanted.ownerId(), wanted.ownerName());
        checks.check(before, details);
        if (details.equals(before)) {
            return false;
        }
        DealFigures figures = checks.figures(details);
        if (!details.lines().equals(before.lines())) {
            lines.write(new DealId(deal.id), details.lines());
        }
        written(deal, "CHANGED", it -> it.set(details, figures));
        return true;
    }
}
