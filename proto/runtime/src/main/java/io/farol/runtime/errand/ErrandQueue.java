package io.farol.runtime.errand;

import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.trace.TraceParent;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/** Which errands of one kind are due, over all tenants, and who is at them. Times are the database's, so replicas' clocks do not matter. */
final class ErrandQueue {
    private static final int LONGEST_PAUSE_SECONDS = 30;

    private final Jdbi jdbi;
    private final ErrandTable table;

    ErrandQueue(Jdbi jdbi, ErrandTable table) {
        this.jdbi = jdbi;
        this.table = table;
    }

    /** In the running transaction: an errand that is there already is due anew, whoever is at it goes on. */
    void add(TenantId tenant, UUID subject) {
        jdbi.useHandle(handle -> handle.createUpdate(sql("""
                        insert into %1$s (tenant_id, %2$s, due_at, trace_parent) values (:tenant, :subject, clock_timestamp(), :traceParent)
                        on conflict (tenant_id, %2$s) do update set due_at = excluded.due_at, failures = 0, trace_parent = excluded.trace_parent"""))
                .bind("tenant", tenant.value())
                .bind("subject", subject)
                .bind("traceParent", TraceParent.current())
                .execute());
    }

    /** In the running transaction, which found that nothing is left to tell. */
    void forget(TenantId tenant, UUID subject) {
        update("delete from %1$s where tenant_id = :tenant and %2$s = :subject", tenant, subject);
    }

    /** Takes the errand that has waited longest, for as long as its lease. */
    Optional<DueErrand> claim(Duration lease) {
        return jdbi.withHandle(handle -> handle.createQuery(sql("""
                        update %1$s d set held_until = clock_timestamp() + make_interval(secs => :seconds)
                         where (d.tenant_id, d.%2$s) = (select n.tenant_id, n.%2$s from %1$s n where n.due_at <= clock_timestamp() and n.held_until < clock_timestamp()
                                                         order by n.due_at limit 1 for update skip locked)
                        returning d.tenant_id, d.%2$s, d.trace_parent"""))
                .bind("seconds", lease.toSeconds())
                .map((row, context) ->
                        new DueErrand(new TenantId(row.getString(1)), row.getObject(2, UUID.class), row.getString(3)))
                .findOne());
    }

    /** Puts down one that failed, for longer each time, with some chance in it so that not all come back at once. */
    void later(DueErrand errand) {
        update("""
                update %%1$s set held_until = '-infinity', failures = failures + 1,
                       due_at = clock_timestamp() + make_interval(secs => least(%d, power(2, least(failures, 10))) * (0.5 + random() / 2))
                 where tenant_id = :tenant and %%2$s = :subject""".formatted(LONGEST_PAUSE_SECONDS), errand.tenant(), errand.subject());
    }

    /** Puts one down as it is, so that another replica need not wait. */
    void release(DueErrand errand) {
        update(
                "update %1$s set held_until = '-infinity' where tenant_id = :tenant and %2$s = :subject",
                errand.tenant(), errand.subject());
    }

    private void update(String template, TenantId tenant, UUID subject) {
        jdbi.useHandle(handle -> {
            Update update = handle.createUpdate(sql(template));
            update.bind("tenant", tenant.value()).bind("subject", subject).execute();
        });
    }

    private String sql(String template) {
        return template.formatted(table.name(), table.subjectColumn());
    }
}
