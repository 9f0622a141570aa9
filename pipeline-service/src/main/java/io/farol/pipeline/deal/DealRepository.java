package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountCopies;
import io.farol.runtime.audit.Actors;
import io.farol.runtime.team.TeamCopy;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Reads deals whole, and gives them their places by hand. */
@ApplicationScoped
public class DealRepository {
    /** Between two neighbours, so that many fit in between before a stage is numbered anew. */
    private static final long STEP = 1L << 20;

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final AccountCopies accounts;
    private final Actors actors;
    private final TeamCopy team;

    DealRepository(Jdbi jdbi, CurrentTenant tenant, AccountCopies accounts, Actors actors, TeamCopy team) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.accounts = accounts;
        this.actors = actors;
        this.team = team;
    }

    /** The binds that {@link DealSql} needs. */
    public Map<String, Object> binds() {
        AccountCopies.Calendar calendar = accounts.calendar();
        String me = Objects.requireNonNullElse(actors.current().id(), "");
        Map<String, Object> binds = new HashMap<>(team.binds());
        binds.putAll(Map.of("today", calendar.today(), "zone", calendar.zone(), "me", me));
        return binds;
    }

    Optional<DealView> find(DealId id) {
        return find("d.id = cast(:key as uuid)", id.value().toString());
    }

    Optional<DealView> findByExternalId(String externalId) {
        return find("d.external_id = :key", externalId);
    }

    private Optional<DealView> find(String condition, String key) {
        return jdbi.withHandle(handle -> handle.createQuery(DealSql.SELECT + condition)
                .bind("tenant", tenant.get().value())
                .bind("key", key)
                .bindMap(binds())
                .map((row, context) -> DealView.of(row))
                .findOne());
    }

    /** Makes writers with one external id come one after another, also where no row is yet. */
    void claimExternalId(String externalId) {
        claim("deal:" + externalId);
    }

    private void claim(String what) {
        jdbi.useHandle(handle -> handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:scope, 0))")
                .bind("scope", tenant.get() + ":" + what)
                .mapTo(String.class)
                .list());
    }

    /** The place behind all others of a stage. */
    long lastRank(DealStage stage) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select coalesce(max(rank), 0) from deal where tenant_id = :tenant and stage = :stage and archived_at is null")
                        .bind("tenant", tenant.get().value())
                        .bind("stage", stage.name())
                        .mapTo(Long.class)
                        .one())
                + STEP;
    }

    /** A place right behind another deal of a stage, or before all; the stage is numbered anew when its neighbours stand too close. */
    long rankAfter(DealStage stage, Optional<DealId> after) {
        claim("rank:" + stage);
        Optional<Long> free = freeRankAfter(stage, after);
        if (free.isEmpty()) {
            renumber(stage);
            free = freeRankAfter(stage, after);
        }
        return free.orElseThrow();
    }

    private Optional<Long> freeRankAfter(DealStage stage, Optional<DealId> after) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with before as (select coalesce((select rank from deal where tenant_id = :tenant and id = :after), (select min(rank) - 2 * :step from deal
                                                where tenant_id = :tenant and stage = :stage and archived_at is null), 0) as rank, cast(:after as uuid) as id),
                        next as (select min(d.rank) as rank from deal d, before b
                                  where d.tenant_id = :tenant and d.stage = :stage and d.archived_at is null
                                    and (d.rank, d.id) > (b.rank, coalesce(b.id, '00000000-0000-0000-0000-000000000000')))
                        select b.rank as low, coalesce(n.rank, b.rank + 2 * :step) as high from before b, next n""")
                .bind("tenant", tenant.get().value())
                .bind("after", after.map(DealId::value).orElse(null))
                .bind("stage", stage.name())
                .bind("step", STEP)
                .map((row, context) -> {
                    long low = row.getLong("low");
                    long high = row.getLong("high");
                    return high - low < 2 ? Optional.<Long>empty() : Optional.of(low + (high - low) / 2);
                })
                .one());
    }

    private void renumber(DealStage stage) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update deal d set rank = n.number * :step
                          from (select id, row_number() over (order by rank, id) as number from deal where tenant_id = :tenant and stage = :stage and archived_at is null) n
                         where d.tenant_id = :tenant and d.id = n.id""")
                .bind("tenant", tenant.get().value())
                .bind("stage", stage.name())
                .bind("step", STEP)
                .execute());
    }

    /** The stage of a deal; empty when it is unknown or archived. */
    Optional<DealStage> stageOf(DealId id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select stage from deal where tenant_id = :tenant and id = :id and archived_at is null")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .mapTo(String.class)
                .findOne()
                .map(DealStage::valueOf));
    }
}
