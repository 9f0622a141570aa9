package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Opens a short onboarding for each product of a won cross-sell: the client is known, so triage and hand-over are skipped, and its First Value activates nothing. One that nobody has worked on is cancelled
 * when the deal is reopened, and goes on when it is won again. Imported deals open none: their products are in use.
 */
@ApplicationScoped
public class CrossSells {
    /** Why an untouched onboarding was cancelled. */
    static final String DEAL_REOPENED = "DEAL_REOPENED";

    private static final String SKIPPED = "Cross-sell";

    private static final String SOLD = """
            with deal as materialized (
                select e.id, e.recorded_at, cast(e.payload as jsonb) as payload
                  from unnest(cast(:ids as uuid[]), cast(:recorded as timestamptz[]), cast(:payloads as text[])) e (id, recorded_at, payload)),
            won as materialized (
                select d.id, d.recorded_at, d.payload, coalesce(d.payload->>'stage' = 'EXPAND_WON' and d.payload->>'type' = 'CROSS_SELL'
                       and not coalesce((d.payload->>'isArchived')::boolean, false), false) as is_won
                  from deal d)
            """;

    private static final String OPEN = SOLD + """
            , opened as (
                insert into onboarding (tenant_id, id, account_id, product_id, deal_id, kind, phase, state, is_untouched, content, started_on, clock_starts_on, created_at, updated_at)
                select distinct on (w.id, l->>'productId') :tenant, uuidv7(), (w.payload->>'accountId')::uuid, (l->>'productId')::uuid, w.id, 'PRODUCT', 'SCHEDULING', 'IN_PROGRESS', true,
                       '{}'::jsonb, business_day(:tenant, w.recorded_at), coalesce((w.payload->>'wonOn')::date, business_day(:tenant, w.recorded_at)), :now, :now
                  from won w cross join lateral jsonb_array_elements(w.payload->'lines') l
                 where w.is_won and not coalesce((w.payload->>'isImported')::boolean, false) and w.payload->>'accountId' is not null
                on conflict do nothing
                returning id, started_on)
            insert into onboarding_phase (tenant_id, onboarding_id, phase, ordinal, state, owner_role, started_on, skip_reason)
            select :tenant, o.id, p.phase, p.ordinal, case when p.ordinal in (1, 5) then 'SKIPPED' when p.ordinal = 2 then 'IN_PROGRESS' else 'PENDING' end, p.owner_role,
                   case p.ordinal when 2 then o.started_on end, case when p.ordinal in (1, 5) then :skipped end
              from opened o cross join unnest(cast(:phases as text[]), cast(:roles as text[])) with ordinality p (phase, owner_role, ordinal)
            returning onboarding_id, cast(null as text)""";

    private static final String FOLLOW = SOLD + """
            update onboarding o
               set version = o.version + 1, updated_at = :now, state = case when w.is_won then 'IN_PROGRESS' else 'CANCELLED' end,
                   ended_on = case when w.is_won then null else greatest(o.started_on, business_day(:tenant, w.recorded_at)) end,
                   end_reason = case when w.is_won then null else :reopened end
              from won w
             where o.tenant_id = :tenant and o.deal_id = w.id and o.is_untouched and (o.state = 'IN_PROGRESS') <> w.is_won
               and not (w.is_won and exists (select from onboarding h where h.tenant_id = :tenant and h.account_id = o.account_id and h.product_id = o.product_id
                                                and h.state in ('IN_PROGRESS', 'PAUSED')))
            returning o.id, cast(jsonb_build_object('state', old.state) as text)""";

    private final Jdbi jdbi;
    private final Accounts accounts;
    private final OnboardingEvents events;

    CrossSells(Jdbi jdbi, Accounts accounts, OnboardingEvents events) {
        this.jdbi = jdbi;
        this.accounts = accounts;
        this.events = events;
    }

    /** A deal as the feed tells of it. @param payload an empty object when it is gone */
    public record DealState(UUID id, Instant recordedAt, String payload) {}

    /** After something became known of some deals. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void follow(List<DealState> deals) {
        jdbi.useHandle(handle -> {
            events.publish(
                    "CHANGED",
                    bound(handle.createQuery(FOLLOW), deals)
                            .bind("reopened", DEAL_REOPENED)
                            .map(OnboardingEvents.Written::of)
                            .set());
            events.publish(
                    "OPENED",
                    bound(handle.createQuery(OPEN), deals)
                            .bind("skipped", SKIPPED)
                            .bindArray("phases", String.class, OnboardingPhase.names())
                            .bindArray("roles", String.class, OnboardingPhase.ownerRoles())
                            .map(OnboardingEvents.Written::of)
                            .set());
        });
    }

    private Query bound(Query query, List<DealState> deals) {
        query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        return query.bind("tenant", events.tenant())
                .bind("now", accounts.now())
                .bindArray("ids", UUID.class, deals.stream().map(DealState::id).toList())
                .bindArray(
                        "recorded",
                        String.class,
                        deals.stream().map(deal -> deal.recordedAt().toString()).toList())
                .bindArray(
                        "payloads",
                        String.class,
                        deals.stream().map(DealState::payload).toList());
    }
}
