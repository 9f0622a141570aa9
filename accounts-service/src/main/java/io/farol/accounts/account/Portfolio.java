package io.farol.accounts.account;

import io.farol.accounts.member.MemberId;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.security.PortfolioRule;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts the caller may write. Whom the {@link PortfolioRule} binds, those that he is the CSM of, and those without a CSM: they are nobody's, and whoever works takes them up.
 * Such a caller who is no member of the team has only the latter. All others, all accounts.
 *
 * <p>The CSM is the one of today: who hands an account over has written it for the last time.
 */
@ApplicationScoped
public class Portfolio {
    private final PortfolioRule rule;
    private final PortfolioMembers members;
    private final SecurityIdentity caller;

    Portfolio(PortfolioRule rule, PortfolioMembers members, SecurityIdentity caller) {
        this.rule = rule;
        this.members = members;
        this.caller = caller;
    }

    /** The account with what the caller may do with it now. */
    public AccountView allowed(AccountView account) {
        return account.allowing(AccountAction.of(account, caller, has(account.csmId())));
    }

    /** Refuses to write an account of somebody else with {@code NOT_IN_PORTFOLIO}. */
    void require(Account account) {
        @Nullable MemberId csm = account.csmId == null ? null : new MemberId(account.csmId);
        if (csm != null && !has(csm)) {
            throw new DomainException(PlatformError.NOT_IN_PORTFOLIO, "of another CSM", whose(csm));
        }
    }

    /** Refuses to make an account for somebody else. @param csm a member of the tenant; null = the account has none */
    void requireOwn(@Nullable MemberId csm) {
        if (csm != null && !has(csm)) {
            throw DomainException.invalid(List.of(Fault.at("/csmId", PlatformError.NOT_IN_PORTFOLIO, whose(csm))));
        }
    }

    private boolean has(@Nullable MemberId csm) {
        return csm == null
                || !rule.isBinding()
                || members.caller().filter(csm::equals).isPresent();
    }

    private Map<String, Object> whose(MemberId csm) {
        return Map.of("csmName", members.name(csm));
    }
}
