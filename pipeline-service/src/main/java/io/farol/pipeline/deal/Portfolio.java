package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountId;
import io.farol.runtime.audit.Actor;
import io.farol.runtime.audit.Actors;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.rest.Page;
import io.farol.runtime.security.PortfolioRule;
import io.farol.runtime.team.TeamCopy;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which deals the caller may write. Whom the {@link PortfolioRule} binds, those that he owns, those without an owner, and those of accounts that he is the CSM of or that have none, as
 * far as the feed has told. All others, all deals.
 */
@ApplicationScoped
public class Portfolio {
    private final PortfolioRule rule;
    private final TeamCopy team;
    private final Actors actors;
    private final SecurityIdentity caller;

    Portfolio(PortfolioRule rule, TeamCopy team, Actors actors, SecurityIdentity caller) {
        this.rule = rule;
        this.team = team;
        this.actors = actors;
        this.caller = caller;
    }

    /** The deal with what the caller may do with it now. */
    DealView allowed(DealView deal) {
        return allowed(deal, keptByOthers(deal.accountId() == null ? List.of() : List.of(deal.accountId())));
    }

    /** The same for a page. */
    Page<DealView> allowed(Page<DealView> page) {
        Map<UUID, String> kept = keptByOthers(page.items().stream()
                .map(DealView::accountId)
                .filter(Objects::nonNull)
                .toList());
        return page.map(deal -> allowed(deal, kept));
    }

    /** Cards with what the caller may do with them now. */
    public List<DealCard> allowed(List<DealCard> cards) {
        Map<UUID, String> kept = keptByOthers(
                cards.stream().map(DealCard::accountId).filter(Objects::nonNull).toList());
        return cards.stream()
                .map(card -> card.allowing(DealAction.of(
                        card.stage(), card.contractSync(), false, caller, has(card.accountId(), card.ownerId(), kept))))
                .toList();
    }

    /** Refuses to write a deal of somebody else with {@code NOT_IN_PORTFOLIO}. */
    void require(@Nullable AccountId account, @Nullable String owner) {
        if (account == null) {
            return;
        }
        Map<UUID, String> kept = keptByOthers(List.of(account));
        if (!has(account, owner, kept)) {
            throw new DomainException(
                    PlatformError.NOT_IN_PORTFOLIO,
                    "of another owner, for an account of another CSM",
                    Map.of("csmName", Objects.requireNonNull(kept.get(account.value()))));
        }
    }

    private DealView allowed(DealView deal, Map<UUID, String> kept) {
        return deal.allowing(DealAction.of(
                deal.stage(),
                deal.contractSync(),
                deal.isArchived(),
                caller,
                has(deal.accountId(), deal.ownerId(), kept)));
    }

    private boolean has(@Nullable AccountId account, @Nullable String owner, Map<UUID, String> kept) {
        return account == null
                || !kept.containsKey(account.value())
                || owner == null
                || owner.equals(actors.current().id());
    }

    /** CSMs by account, of those that are not the caller's; none when he writes all. */
    private Map<UUID, String> keptByOthers(Collection<AccountId> some) {
        Actor actor = actors.current();
        return some.isEmpty() || !rule.isBinding()
                ? Map.of()
                : team.keptByOthers(some.stream().map(AccountId::value).toList(), actor.name());
    }
}
