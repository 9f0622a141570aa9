package io.farol.metrics.accountsfeed;

import io.farol.metrics.accountrow.AccountRows;
import io.farol.metrics.ledger.KnowledgePoint;
import io.farol.metrics.ledger.LedgerUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** One stamping batch of the accounts feed becoming one knowledge point of a tenant's ledger; inside the tenant's transaction, in as many chunks as the batch comes in. */
final class AccountsBatch {
    private final Handle handle;
    private final String tenant;
    private final KnowledgePoint point;
    private final AccountsLearning learning;

    private AccountsBatch(Handle handle, String tenant, KnowledgePoint point) {
        this.handle = handle;
        this.tenant = tenant;
        this.point = point;
        this.learning = new AccountsLearning(handle, tenant, point.pos());
    }

    /** @param position of an event of the batch: the tenant's last one, if it is known */
    static AccountsBatch begin(Handle handle, String tenant, long batch, long position, Instant stampedAt) {
        return new AccountsBatch(handle, tenant, KnowledgePoint.next(handle, tenant, batch, position, stampedAt));
    }

    void learn(List<AccountsLearning.Learnt> events) {
        learning.learn(events);
    }

    /** Brings the ledger and the account table up to what was learnt. */
    KnowledgePoint end() {
        new LedgerUpdate(handle, tenant, point.pos()).recompute(learning.touched());
        if (learning.learnt("SETTINGS").isEmpty()) {
            Set<UUID> accounts = learning.learnt("ACCOUNT");
            accounts.addAll(learning.touched());
            AccountRows.refresh(handle, tenant, accounts, learning.learnt("CONTRACT"));
            AccountRows.revalue(handle, tenant, learning.learnt("FX_RATE"));
        } else {
            AccountRows.refreshAll(handle, tenant);
        }
        AccountRows.rename(handle, tenant, learning.learnt("MEMBER"));
        return point;
    }
}
