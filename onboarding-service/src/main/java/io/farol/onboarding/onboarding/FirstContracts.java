package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Opens an onboarding for each account's first contract, as the feed tells of it: a function of what is known of the account and its contracts, whatever comes twice, late or again.
 *
 * <p>An account is a new client when it is not activated, something is served after the day on which its first contract was recorded, and it began (earliest of its contracts' lines and of
 * {@code customerSince}) on the tenant's go-live day or later; while that is not said, at most {@value #NEW_FOR_DAYS} days before its first contract was recorded. Later contracts, renewals
 * and upsells find the onboarding that is there. One that nobody has worked on goes on following what becomes known: it is cancelled as {@value #OLD_CLIENT} when an earlier contract turns up.
 */
@ApplicationScoped
public class FirstContracts {
    /** Why an untouched onboarding was cancelled: no work of people is lost by it. */
    static final String OLD_CLIENT = "OLD_CLIENT";

    private static final int NEW_FOR_DAYS = 90;

    /** Candidates: {@code candidate (account_id, contract_id, signed_on, recorded_on, is_new)}, one row for each account with a contract. */
    private static final String CANDIDATE = """
            with first_contract as (
                select distinct on (c.account_id) c.account_id, c.id as contract_id, c.signed_on, c.starts_on, c.recorded_on
                  from contract_copy c
                 where c.tenant_id = :tenant and (cast(:accounts as uuid[]) is null or c.account_id = any(cast(:accounts as uuid[])))
                 order by c.account_id, c.starts_on, c.signed_on, c.id),
            candidate as materialized (
                select f.account_id, f.contract_id, f.signed_on, f.recorded_on,
                       a.activated_on is null and not a.is_archived
                       and exists (select 1 from contract_copy c where c.tenant_id = :tenant and c.account_id = f.account_id and (c.ends_on is null or c.ends_on > f.recorded_on))
                       and least(f.starts_on, a.customer_since) >= coalesce((select s.go_live_on from settings_copy s where s.tenant_id = :tenant), f.recorded_on - :newForDays)
                           as is_new
                  from first_contract f
                  join account_copy a on a.tenant_id = :tenant and a.id = f.account_id)
            """;

    private static final String OPEN = CANDIDATE + """
            , opened as (
                insert into onboarding (tenant_id, id, account_id, contract_id, kind, phase, state, is_untouched, content, started_on, clock_starts_on, created_at, updated_at)
                select :tenant, uuidv7(), c.account_id, c.contract_id, 'FIRST', 'TRIAGE', 'IN_PROGRESS', true, '{}', c.recorded_on, c.signed_on, :now, :now
                  from candidate c
                 where c.is_new
                   and not exists (select 1 from onboarding o where o.tenant_id = :tenant and o.account_id = c.account_id
                                      and (o.kind = 'FIRST' or o.product_id is null and o.state <> 'CANCELLED'))
                on conflict do nothing
                returning id, started_on)
            insert into onboarding_phase (tenant_id, onboarding_id, phase, ordinal, state, owner_role, started_on)
            select :tenant, o.id, p.phase, p.ordinal, case p.ordinal when 1 then 'IN_PROGRESS' else 'PENDING' end, p.owner_role, case p.ordinal when 1 then o.started_on end
              from opened o cross join unnest(cast(:phases as text[]), cast(:roles as text[])) with ordinality p (phase, owner_role, ordinal)
            returning onboarding_id, cast(null as text)""";

    private static final String FOLLOW = CANDIDATE + """
            , wanted as materialized (
                select o.id, o.state, c.is_new, c.contract_id, c.signed_on, c.recorded_on
                  from candidate c
                  join onboarding o on o.tenant_id = :tenant and o.account_id = c.account_id and o.kind = 'FIRST' and o.is_untouched
                 where (o.state = 'IN_PROGRESS') <> c.is_new or c.is_new and (o.contract_id, o.clock_starts_on) is distinct from (c.contract_id, c.signed_on)
                   for update of o)
            update onboarding o
               set version = o.version + 1, updated_at = :now, contract_id = w.contract_id, clock_starts_on = w.signed_on,
                   state = case when w.is_new then 'IN_PROGRESS' else 'CANCELLED' end, ended_on = case when w.is_new then null else greatest(w.recorded_on, o.started_on) end,
                   end_reason = case when w.is_new then null else :oldClient end
              from wanted w
             where o.tenant_id = :tenant and o.id = w.id
               and not (w.is_new and w.state = 'CANCELLED'
                        and exists (select 1 from onboarding h where h.tenant_id = :tenant and h.account_id = o.account_id and h.product_id is null and h.state in ('IN_PROGRESS', 'PAUSED')))
            returning o.id, cast(jsonb_build_object('state', old.state, 'contractId', old.contract_id, 'clockStartsOn', old.clock_starts_on) as text)""";

    private final Jdbi jdbi;
    private final Accounts accounts;
    private final OnboardingEvents events;

    FirstContracts(Jdbi jdbi, Accounts accounts, OnboardingEvents events) {
        this.jdbi = jdbi;
        this.accounts = accounts;
        this.events = events;
    }

    /** After something became known of some accounts or their contracts. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void follow(Collection<UUID> touched) {
        if (!touched.isEmpty()) {
            follow(touched.toArray(UUID[]::new));
        }
    }

    /** After the tenant's settings changed. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void followAll() {
        follow((UUID[]) null);
    }

    private void follow(UUID @org.jspecify.annotations.Nullable [] touched) {
        jdbi.useHandle(handle -> {
            events.publish(
                    "CHANGED",
                    written(bound(handle.createQuery(FOLLOW), touched).bind("oldClient", OLD_CLIENT)));
            events.publish(
                    "OPENED",
                    written(bound(handle.createQuery(OPEN), touched)
                            .bindArray("phases", String.class, OnboardingPhase.names())
                            .bindArray("roles", String.class, OnboardingPhase.ownerRoles())));
        });
    }

    private static Collection<OnboardingEvents.Written> written(org.jdbi.v3.core.statement.Query query) {
        return query.map(OnboardingEvents.Written::of).set();
    }

    private <S extends SqlStatement<S>> S bound(S statement, UUID @org.jspecify.annotations.Nullable [] touched) {
        statement.getConfig(org.jdbi.v3.core.statement.SqlStatements.class).setUnusedBindingAllowed(true);
        return statement
                .bind("tenant", events.tenant())
                .bind("now", accounts.now())
                .bind("newForDays", NEW_FOR_DAYS)
                .bindByType("accounts", touched, UUID[].class);
    }
}
