package io.farol.accounts.account;

import io.farol.accounts.member.MemberId;
import io.farol.accounts.member.MemberView;
import io.farol.accounts.member.Members;
import jakarta.enterprise.context.RequestScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members that {@link Portfolio} asks for, each read once a request: a batch or a page asks for each of its accounts. */
@RequestScoped
class PortfolioMembers {
    private final Members members;
    private final Map<MemberId, String> names = new HashMap<>();
    private @Nullable Optional<MemberId> caller;

    PortfolioMembers(Members members) {
        this.members = members;
    }

    /** The member who calls; empty when none at work has his login. */
    Optional<MemberId> caller() {
        if (caller == null) {
            caller = members.ofCaller().map(MemberView::id);
        }
        return caller;
    }

    String name(MemberId id) {
        return names.computeIfAbsent(id, csm -> members.get(csm).name());
    }
}
