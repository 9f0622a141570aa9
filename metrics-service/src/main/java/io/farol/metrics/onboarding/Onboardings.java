package io.farol.metrics.onboarding;

import io.farol.metrics.viewpoint.AccountId;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What this service knows of onboardings, for the other features. */
@ApplicationScoped
public class Onboardings {
    private final Jdbi jdbi;
    private final CurrentTenant tenant;

    Onboardings(Jdbi jdbi, CurrentTenant tenant) {
        this.jdbi = jdbi;
        this.tenant = tenant;
    }

    /** The onboarding that an account's page speaks of, as it is known now. */
    @Transactional
    public Optional<OverviewOnboarding> current(AccountId account, LocalDate today) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select f.* from onboarding_current c
                          join onboarding_fact f on f.tenant_id = c.tenant_id and f.id = c.id and f.pos_to = 9223372036854775807
                         where c.tenant_id = :tenant and c.account_id = :account""")
                .bind("tenant", tenant.get().value())
                .bind("account", account.value())
                .map((row, context) -> OverviewOnboarding.of(row, today))
                .findOne());
    }
}
