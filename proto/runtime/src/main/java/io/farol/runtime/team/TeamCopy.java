package io.farol.runtime.team;

import io.farol.runtime.audit.Actors;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Whose customers accounts are, as far as the feed of accounts-service has told. A service that uses it has the tables {@code member_copy (tenant_id, id, name, user_name, user_key,
 * is_archived)}, of which {@code user_key} is {@code lower(user_name)}, and {@code account_copy (tenant_id, id, csm_id)}.
 */
@ApplicationScoped
public class TeamCopy {
    private static final String GONE =
            "delete from member_copy c using event e where c.tenant_id = :tenant and c.id = e.id and e.payload->>'name' is null";

    private static final String PRESENT = """
            insert into member_copy (tenant_id, id, name, user_name, is_archived)
            select :tenant, id, payload->>'name', payload->>'userName', coalesce((payload->>'isArchived')::boolean, false) from event where payload->>'name' is not null
            on conflict (tenant_id, id) do update set name = excluded.name, user_name = excluded.user_name, is_archived = excluded.is_archived""";

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Actors actors;

    TeamCopy(Jdbi jdbi, CurrentTenant tenant, Actors actors) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.actors = actors;
    }

    /**
     * The statements that take in what the feed tells of members.
     *
     * @param event a with-clause of {@code event (id, payload)}; what is gone has an empty payload
     */
    public static List<String> statements(String event) {
        return List.of(event + GONE, event + PRESENT);
    }

    /**
     * The condition of a filter {@code csm}: things of accounts that one of the chosen members looks after, and things that one of them owns; {@code me} is the caller. Needs {@link #binds()}; what is no id chooses
     * nobody.
     *
     * @param account alias of {@code account_copy}
     * @param owns whether {@code m}, a row of {@code member_copy}, owns the thing
     * @param isCallers whether the caller owns the thing, member or not
     */
    public static String chosen(String account, String owns, String isCallers) {
        return """
                (exists (select 1 from member_copy m
                          where m.tenant_id = :farolTenant
                            and (m.id = any(array(select cast(v.word as uuid) from unnest(:values) v (word) where pg_input_is_valid(v.word, 'uuid')))
                                 or 'me' = any(:values) and m.user_key = lower(:login) and not m.is_archived)
                            and (m.id = %s.csm_id or %s))
                 or 'me' = any(:values) and %s)""".formatted(account, owns, isCallers);
    }

    /** The binds of {@link #chosen}. */
    public Map<String, Object> binds() {
        return Map.of("login", Objects.requireNonNullElse(actors.current().name(), ""));
    }

    /**
     * Those of some accounts whose CSM is somebody else than the member with a login, each with the CSM's name.
     *
     * @param login user name, case-blind; null = nobody's, so that every account with a CSM is among them
     */
    @Transactional
    public Map<UUID, String> keptByOthers(Collection<UUID> accounts, @Nullable String login) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select a.id, coalesce(m.name, cast(a.csm_id as text)) as csm_name
                          from account_copy a left join member_copy m on m.tenant_id = a.tenant_id and m.id = a.csm_id
                         where a.tenant_id = :tenant and a.id = any(:ids) and a.csm_id is not null
                           and not coalesce(m.user_key = lower(:login) and not m.is_archived, false)""")
                .bind("tenant", tenant.get().value())
                .bind("login", login)
                .bindArray("ids", UUID.class, List.copyOf(accounts))
                .reduceRows(new HashMap<>(), (kept, row) -> {
                    kept.put(row.getColumn("id", UUID.class), row.getColumn("csm_name", String.class));
                    return kept;
                }));
    }

    /** What the member at work with a login is called; empty when there is none. @param login user name, case-blind */
    @Transactional
    public Optional<String> memberName(String login) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select name from member_copy where tenant_id = :tenant and user_key = lower(:login) and not is_archived")
                .bind("tenant", tenant.get().value())
                .bind("login", login)
                .mapTo(String.class)
                .findFirst());
    }
}
