package io.farol.metrics.accountsfeed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.runtime.tenant.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccountsSubscriberTest {
    /** A parent that is left would be learnt a second time at an earlier position. */
    @Test
    void forgetsParentsWhenItBeginsAnew() {
        String tenant = "reset-parents";
        LedgerDatabase.run(tenant, handle -> {
            handle.execute(
                    "insert into account_parent (tenant_id, account_id, pos, parent_account_id) values (?, ?, 9, ?)",
                    tenant,
                    UUID.randomUUID(),
                    UUID.randomUUID());

            new AccountsSubscriber(LedgerDatabase.jdbi()).reset(new TenantId(tenant));

            assertEquals(
                    0,
                    handle.createQuery("select count(*) from account_parent where tenant_id = :tenant")
                            .bind("tenant", tenant)
                            .mapTo(Integer.class)
                            .one());
        });
    }
}
