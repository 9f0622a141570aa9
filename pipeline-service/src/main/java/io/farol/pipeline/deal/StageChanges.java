package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountCopies;
import io.farol.pipeline.account.ContractId;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Moves deals through the funnel: every gate on the way is asked, and a win or its undoing becomes a task for the client's contract in the same transaction. */
@ApplicationScoped
class StageChanges {
    private final Deals deals;
    private final DealRepository repository;
    private final StageHistory history;
    private final ContractTasks tasks;
    private final AccountCopies accounts;
    private final Lists lists;
    private final SecurityIdentity caller;
    private final Clock clock;

    StageChanges(
            Deals deals,
            DealRepository repository,
            StageHistory history,
            ContractTasks tasks,
            AccountCopies accounts,
            Lists lists,
            SecurityIdentity caller,
            Clock clock) {
        this.deals = deals;
        this.repository = repository;
        this.history = history;
        this.tasks = tasks;
        this.accounts = accounts;
        this.lists = lists;
        this.caller = caller;
        this.clock = clock;
    }

    /** A change that was made, and the deal after it. */
    record Made(StageHistory.Entry change, DealView deal) {}

    @Transactional
    Page<StageHistory.Entry> page(DealId id) {
        deals.get(id);
        return lists.page(StageHistory.LISTING, Map.of("deal", id.value()));
    }

    @Transactional
    Made move(DealId id, @Nullable Version expected, StageChangeDetails wish) {
        Deal deal = deals.locked(id, expected);
        deal.refuseWhenArchived();
        DealStage from = deal.stage;
        DealStage to = wish.toStage();
        DealMoves.Kind kind = DealMoves.kind(from, deal.closedFrom, to);
        if (kind == DealMoves.Kind.NONE) {
            throw new DomainException(
                    DealError.STAGE_NOT_REACHABLE, from + " to " + to, Map.of("fromStage", from, "toStage", to));
        }
        if (kind == DealMoves.Kind.REOPEN && from != DealStage.DISMISSED && !leads()) {
            throw new DomainException(DealError.REOPENING_NEEDS_LEADER, "reopening is for leaders");
        }
        DealView known = deals.get(id);
        LocalDate today = accounts.calendar().today();
        LocalDate startsOn = wish.win() == null || wish.win().startsOn() == null
                ? today
                : wish.win().startsOn();
        Deals.refuse(DealMoves.missing(from, kind, wish, deals.facts(known, startsOn)));

        StageHistory.Entry change = history.append(id, from, to, reasons(wish, to), wish.reason(), note(wish, to));
        if (to == DealStage.EXPAND_WON) {
            ContractId contract = deals.contractToAmend(known, startsOn).orElseThrow();
            tasks.amend(known, change.id(), contract, startsOn);
        }
        boolean wasAmended = from == DealStage.EXPAND_WON && tasks.reverse(id, change.id());
        DealView after = deals.written(deal, "STAGE_CHANGED", it -> {
            long rank = repository.lastRank(to);
            it.moveTo(to, clock.instant(), today);
            it.rank = rank;
            tell(it, wish);
            if (to == DealStage.EXPAND_WON) {
                it.startsOn = startsOn;
            }
            if (to == DealStage.EXPAND_WON || from == DealStage.EXPAND_WON) {
                boolean isPending = to == DealStage.EXPAND_WON || wasAmended;
                it.contractSync = isPending ? ContractSync.PENDING : ContractSync.NOT_APPLICABLE;
                it.contractSyncReason = null;
            }
        });
        return new Made(change, after);
    }

    /** Keeps what the stages on the way were told. */
    private static void tell(Deal deal, StageChangeDetails wish) {
        @Nullable Confirmation confirmation = wish.confirmation();
        if (confirmation != null && wish.toStage() != DealStage.EXPAND_MAP) {
            deal.confirmedBy = confirmation.confirmedBy();
            deal.confirmedOn = confirmation.confirmedOn();
        }
        @Nullable Acceptance acceptance = wish.acceptance();
        if (acceptance != null && wish.toStage().ordinal() >= DealStage.FORECAST.ordinal()) {
            deal.acceptedBy = acceptance.acceptedBy();
            deal.acceptedOn = acceptance.acceptedOn();
            deal.acceptedMeans = acceptance.means();
        }
    }

    private static List<String> reasons(StageChangeDetails wish, DealStage to) {
        Stream<? extends Enum<?>> reasons = Stream.of();
        if (to == DealStage.EXPAND_WON && wish.win() != null) {
            reasons = wish.win().reasons().stream();
        } else if (to == DealStage.LOST && wish.loss() != null) {
            reasons = wish.loss().reasons().stream();
        }
        return reasons.<String>map(Enum::name).toList();
    }

    private static @Nullable String note(StageChangeDetails wish, DealStage to) {
        if (to == DealStage.EXPAND_WON && wish.win() != null) {
            return wish.win().note();
        }
        return to == DealStage.LOST && wish.loss() != null ? wish.loss().note() : null;
    }

    private boolean leads() {
        return caller.hasRole(Role.ADMIN) || caller.hasRole(Role.LEADER);
    }
}
