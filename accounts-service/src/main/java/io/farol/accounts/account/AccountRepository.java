package io.farol.accounts.account;

import io.farol.runtime.audit.Actors;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads accounts whole, and the rows beside them. */
@ApplicationScoped
class AccountRepository {
    /** Waits until nobody else gives accounts of the tenant a parent. */
    static final String CLAIM_PARENTS =
            "select 1 from (select pg_advisory_xact_lock(hashtextextended(:tenant || ':account-parents', 0))) l";

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Actors actors;
    private final Clock clock;

    AccountRepository(Jdbi jdbi, CurrentTenant tenant, Actors actors, Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.actors = actors;
        this.clock = clock;
    }

    /** The bind that {@link AccountSql#FROM} needs. */
    Map<String, Object> now() {
        return Map.of("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /** The binds that the listings of {@link AccountSql} need. */
    Map<String, Object> listed() {
        @Nullable String caller = actors.current().name();
        Map<String, Object> binds = new TreeMap<>(now());
        binds.put("caller", caller == null ? "" : caller);
        return binds;
    }

    Optional<AccountView> find(AccountId id) {
        return jdbi.withHandle(handle ->
                read(handle.createQuery(AccountSql.SELECT + "a.id = :id").bind("id", id.value())));
    }

    Optional<AccountView> findByExternalId(String externalId) {
        return jdbi.withHandle(handle -> read(handle.createQuery(AccountSql.SELECT + "a.external_id = :externalId")
                .bind("externalId", externalId)));
    }

    List<AccountWithMrr> findWithMrr(Collection<AccountId> ids) {
        return jdbi.withHandle(handle -> handle.createQuery(AccountWithMrr.SELECT + "a.id = any(:ids) order by a.id")
                .bindArray("ids", UUID.class, ids.stream().map(AccountId::value).toList())
                .bind("tenant", tenant.get().value())
                .bindMap(now())
                .map((row, context) -> AccountWithMrr.of(row))
                .list());
    }

    Map<String, String> attributes(AccountId id) {
        Map<String, String> values = new TreeMap<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        "select key, value from account_attribute where tenant_id = :tenant and account_id = :id")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .map((row, context) -> Map.entry(row.getString("key"), row.getString("value")))
                .forEach(entry -> values.put(entry.getKey(), entry.getValue())));
        return values;
    }

    void writeAttributes(AccountId id, Map<String, String> before, Map<String, String> after) {
        if (before.equals(after)) {
            return;
        }
        jdbi.useHandle(handle -> {
            before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(key -> handle.createUpdate(
                            "delete from account_attribute where tenant_id = :tenant and account_id = :id and key = :key")
                    .bind("tenant", tenant.get().value())
                    .bind("id", id.value())
                    .bind("key", key)
                    .execute());
            after.forEach((key, value) -> handle.createUpdate(
                            "insert into account_attribute (tenant_id, account_id, key, value) values (:tenant, :id, :key, :value) on conflict (tenant_id, account_id, key) do update set value = excluded.value")
                    .bind("tenant", tenant.get().value())
                    .bind("id", id.value())
                    .bind("key", key)
                    .bind("value", value)
                    .execute());
        });
    }

    /** Whether an account exists and is not archived. */
    boolean isPresent(AccountId id) {
        return exists(
                "select exists (select 1 from account where tenant_id = :tenant and id = :id and archived_at is null)",
                id.value());
    }

    /** Whether a line runs today or will. */
    boolean isServedFrom(AccountId id, LocalDate day) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select 1 from contract_line_term where tenant_id = :tenant and account_id = :id and (ends_on is null or ends_on > :day))")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .bind("day", day)
                .mapTo(Boolean.class)
                .one());
    }

    /** Whether {@code ancestor} is the account itself or above it. */
    boolean isAtOrAbove(AccountId ancestor, AccountId account) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with recursive chain (id) as (
                            select cast(:account as uuid)
                            union
                            select a.parent_account_id from account a join chain c on a.id = c.id where a.tenant_id = :tenant and a.parent_account_id is not null)
                        select exists (select 1 from chain where id = cast(:ancestor as uuid))""")
                .bind("tenant", tenant.get().value())
                .bind("account", account.value())
                .bind("ancestor", ancestor.value())
                .mapTo(Boolean.class)
                .one());
    }

    /** Makes writers with one external id come one after another, also where no row is yet. */
    void claimExternalId(String externalId) {
        jdbi.useHandle(handle -> handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:scope, 0))")
                .bind("scope", tenant.get() + ":account:" + externalId)
                .mapTo(String.class)
                .list());
    }

    /** Makes writers who give accounts a parent come one after another: two at once could close a cycle that neither sees. */
    void claimParents() {
        jdbi.useHandle(handle -> handle.createQuery(CLAIM_PARENTS)
                .bind("tenant", tenant.get().value())
                .mapTo(Integer.class)
                .list());
    }

    private boolean exists(String sql, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("tenant", tenant.get().value())
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }

    private Optional<AccountView> read(Query query) {
        return query.bind("tenant", tenant.get().value())
                .bindMap(now())
                .map((row, context) -> AccountView.of(row))
                .findOne();
    }
}
