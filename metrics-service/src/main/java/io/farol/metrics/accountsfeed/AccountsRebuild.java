package io.farol.metrics.accountsfeed;

import io.farol.metrics.ledger.LedgerRebuild;
import io.farol.runtime.feed.Rebuildable;
import io.farol.runtime.job.JobTransaction;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Makes every tenant's ledger anew from what was learnt of the accounts feed, one transaction each, which may take an hour. */
@ApplicationScoped
class AccountsRebuild implements Rebuildable {
    private final Jdbi jdbi;
    private final JobTransaction transaction;

    AccountsRebuild(Jdbi jdbi, JobTransaction transaction) {
        this.jdbi = jdbi;
        this.transaction = transaction;
    }

    @Override
    public String source() {
        return "accounts";
    }

    @Override
    public void rebuild() {
        List<String> tenants = jdbi.withHandle(handle -> handle.createQuery("select id from tenant order by id")
                .mapTo(String.class)
                .list());
        tenants.forEach(tenant -> transaction.run(
                new TenantId(tenant), () -> jdbi.useHandle(handle -> new LedgerRebuild(handle, tenant).run())));
    }
}
