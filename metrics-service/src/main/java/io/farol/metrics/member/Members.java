package io.farol.metrics.member;

import io.farol.runtime.audit.Actors;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What this service knows of the team, for the other features. */
@ApplicationScoped
public class Members {
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Actors actors;

    Members(Jdbi jdbi, CurrentTenant tenant, Actors actors) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.actors = actors;
    }

    /** The member who calls, or for whom a link was made, by the name of the login in upper and lower case alike; empty when nobody at work has it. */
    @Transactional
    public Optional<MemberId> ofCaller() {
        @Nullable String userName = actors.current().name();
        if (userName == null) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id from member_copy where tenant_id = :tenant and user_key = lower(:userName) and not is_archived order by id limit 1")
                .bind("tenant", tenant.get().value())
                .bind("userName", userName)
                .map((row, context) -> new MemberId(row.getObject("id", UUID.class)))
                .findOne());
    }
}
