package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.AccountId;
import io.farol.onboarding.onboarding.OnboardingCard.Drawn;
import io.farol.runtime.audit.Actors;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.rest.Page;
import io.farol.runtime.security.PortfolioRule;
import io.farol.runtime.team.TeamCopy;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which onboardings the caller may write. Whom the {@link PortfolioRule} binds, those whose owner he is, and those of accounts that he is the CSM of or that have none, as far as the feed
 * has told. All others, all onboardings.
 *
 * <p>An onboarding's owner is written by name: he is the caller when it is his member's name or his login, in upper and lower case alike.
 */
@ApplicationScoped
class Portfolio {
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

    /**
     * What keeps the caller out.
     *
     * @param csms names of CSMs who are not he, by account
     * @param ownNames by which an owner is the caller
     */
    private record Bounds(Map<UUID, String> csms, Set<String> ownNames) {
        private boolean allow(AccountId account, @Nullable String ownerName) {
            return !csms.containsKey(account.value()) || ownerName != null && ownNames.contains(ownerName);
        }
    }

    /** The onboarding with what the caller may do with it now. */
    @Transactional
    OnboardingView allowed(OnboardingView onboarding) {
        return allowed(onboarding, bounds(List.of(onboarding.accountId())));
    }

    /** The same for a page. */
    @Transactional
    Page<OnboardingView> allowed(Page<OnboardingView> page) {
        Bounds bounds =
                bounds(page.items().stream().map(OnboardingView::accountId).toList());
        return page.map(onboarding -> allowed(onboarding, bounds));
    }

    /** Cards with what the caller may do with them now. */
    @Transactional
    List<OnboardingCard> cards(List<Drawn> drawn) {
        Bounds bounds =
                bounds(drawn.stream().map(one -> one.onboarding().accountId()).toList());
        return drawn.stream()
                .map(one -> one.card(actions(one.onboarding(), bounds)))
                .toList();
    }

    /** Refuses to write an onboarding of somebody else with {@code NOT_IN_PORTFOLIO}; inside the caller's transaction. */
    void require(AccountId account, @Nullable String ownerName) {
        Bounds bounds = bounds(List.of(account));
        if (!bounds.allow(account, ownerName)) {
            throw new DomainException(
                    PlatformError.NOT_IN_PORTFOLIO,
                    "of another owner, for an account of another CSM",
                    Map.of("csmName", Objects.requireNonNull(bounds.csms().get(account.value()))));
        }
    }

    private OnboardingView allowed(OnboardingView onboarding, Bounds bounds) {
        return onboarding.allowing(actions(onboarding, bounds));
    }

    private List<OnboardingAction> actions(OnboardingView onboarding, Bounds bounds) {
        return bounds.allow(onboarding.accountId(), onboarding.ownerName())
                ? OnboardingAction.of(onboarding, caller)
                : List.of();
    }

    private Bounds bounds(Collection<AccountId> some) {
        if (some.isEmpty() || !rule.isBinding()) {
            return new Bounds(Map.of(), Set.of());
        }
        @Nullable String login = actors.current().name();
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (login != null) {
            names.add(login);
            team.memberName(login).ifPresent(names::add);
        }
        return new Bounds(team.keptByOthers(some.stream().map(AccountId::value).toList(), login), names);
    }
}
