package io.farol.pipeline.deal;

import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Which deals wait for accounts-service, over all tenants, and who is at them: one worker at a time, for as long as a call may take. */
@ApplicationScoped
class DueDeals {
    /** Longer than a step with all its tries; a worker that died in between is followed by another after it, which the step's key makes harmless. */
    private static final int LEASE_SECONDS = 20;

    private static final int LONGEST_PAUSE_SECONDS = 30;

    private final Jdbi jdbi;
    private final CurrentTenant tenant;

    DueDeals(Jdbi jdbi, CurrentTenant tenant) {
        this.jdbi = jdbi;
        this.tenant = tenant;
    }

    /** A deal in this worker's hands. */
    record Due(TenantId tenant, DealId deal) {}

    /** Takes the deal that has waited longest. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Optional<Due> claim() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update contract_task_due d set held_until = now() + :seconds * interval '1 s'
                         where (d.tenant_id, d.deal_id) = (select c.tenant_id, c.deal_id from contract_task_due c where c.due_at <= now() and c.held_until < now()
                                                            order by c.due_at limit 1 for update skip locked)
                        returning d.tenant_id, d.deal_id""")
                .bind("seconds", LEASE_SECONDS)
                .map((row, context) -> new Due(
                        new TenantId(row.getString("tenant_id")), new DealId(row.getObject("deal_id", UUID.class))))
                .findOne());
    }

    /** Puts a deal down for a while, longer each time, with some chance in it so that not all come back at once. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void backOff(Due due) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update contract_task_due set held_until = '-infinity', failures = failures + 1,
                               due_at = now() + least(:longest, power(2, least(failures, 10))) * (0.5 + random() / 2) * interval '1 s'
                         where tenant_id = :tenant and deal_id = :deal""")
                .bind("longest", LONGEST_PAUSE_SECONDS)
                .bind("tenant", due.tenant().value())
                .bind("deal", due.deal().value())
                .execute());
    }

    /** Nothing is left to do; in the transaction that found that out. */
    void forget(DealId deal) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "delete from contract_task_due where tenant_id = :tenant and deal_id = :deal")
                .bind("tenant", tenant.get().value())
                .bind("deal", deal.value())
                .execute());
    }
}
