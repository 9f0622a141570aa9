package io.farol.onboarding.account;

import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What this service's copy says of accounts, products and the tenant's day; read inside the caller's transaction. */
@ApplicationScoped
public class Accounts {
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Clock clock;

    Accounts(Jdbi jdbi, CurrentTenant tenant, Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.clock = clock;
    }

    /** Now, as statements bind it. */
    public OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** The tenant's business day. */
    public LocalDate today() {
        return jdbi.withHandle(handle -> handle.createQuery("select business_day(:tenant, :now)")
                .bind("tenant", tenant.get().value())
                .bind("now", now())
                .mapTo(LocalDate.class)
                .one());
    }

    /** Whether the account is known here and not archived. */
    public boolean isPresent(AccountId id) {
        return exists(
                "select exists (select 1 from account_copy where tenant_id = :tenant and id = :id and not is_archived)",
                id.value());
    }

    public boolean isPresent(ProductId id) {
        return exists("select exists (select 1 from product_copy where tenant_id = :tenant and id = :id)", id.value());
    }

    /** When the account's first contract was signed; empty when no contract is known. */
    public Optional<LocalDate> firstSignedOn(AccountId id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select signed_on from contract_copy where tenant_id = :tenant and account_id = :id order by starts_on, signed_on, id limit 1")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .mapTo(LocalDate.class)
                .findOne());
    }

    private boolean exists(String sql, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("tenant", tenant.get().value())
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }
}
