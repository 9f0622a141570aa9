package io.farol.accounts.member;

import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Finds members by their names outside, their ids alone: what is changed is read under its lock. And what hangs on them. */
@ApplicationScoped
class MemberRepository {
    private final EntityManager entities;
    private final Jdbi jdbi;
    private final CurrentTenant tenant;

    MemberRepository(EntityManager entities, Jdbi jdbi, CurrentTenant tenant) {
        this.entities = entities;
        this.jdbi = jdbi;
        this.tenant = tenant;
    }

    Optional<MemberId> byExternalId(String externalId) {
        return entities.createQuery("select id from Member where externalId = :externalId", UUID.class)
                .setParameter("externalId", externalId)
                .getResultStream()
                .findFirst()
                .map(MemberId::new);
    }

    /** In upper and lower case alike. */
    Optional<MemberId> byUserName(String userName) {
        return entities.createQuery("select id from Member where lower(userName) = lower(:userName)", UUID.class)
                .setParameter("userName", userName)
                .getResultStream()
                .findFirst()
                .map(MemberId::new);
    }

    /** How many accounts he is the CSM of today, archived ones included: they can come back. */
    long accountsOf(MemberId id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from account where tenant_id = :tenant and csm_id = :id")
                        .bind("tenant", tenant.get().value())
                        .bind("id", id.value())
                        .mapTo(Long.class)
                        .one());
    }

    /** Makes writers with one name come one after another, also where no row is yet. */
    void claim(String name) {
        jdbi.useHandle(handle -> handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:scope, 0))")
                .bind("scope", tenant.get() + ":member:" + name)
                .mapTo(String.class)
                .list());
    }
}
