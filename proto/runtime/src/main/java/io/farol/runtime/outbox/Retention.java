package io.farol.runtime.outbox;

import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.quarkus.agroal.DataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps the feed's history as long as it is needed: contracts, rates, freezes and groups for ever, because past figures are made again from them; the rest for 30 days after a newer state
 * came. What is left begins with the current state of everything. One replica at a time works on a tenant; doing it twice deletes nothing more.
 */
@ApplicationScoped
class Retention {
    private static final String DELETE = """
        delete from outbox o using (
            select id, position, aggregate_type, event_type, stamped_at,
                max(position) over (partition by aggregate_type, aggregate_id) as newest,
                (payload -> 'freezes')::jsonb as freezes, lag((payload -> 'freezes')::jsonb) over states as freezes_before,
                (payload -> 'groups')::jsonb as groups, lag((payload -> 'groups')::jsonb) over states as groups_before
            from outbox where tenant_id = :tenant and position is not null and aggregate_type not in ('CONTRACT', 'FX_RATE')
            window states as (partition by aggregate_type, aggregate_id order by position)) s
        where o.tenant_id = :tenant and o.id = s.id and s.position < s.newest and s.stamped_at < clock_timestamp() - interval '30 days'
          and s.freezes is not distinct from s.freezes_before and s.groups is not distinct from s.groups_before\
        """;

    private final javax.sql.DataSource feed;
    private final TenantTransaction transactions;
    private final Jdbi jdbi;
    private final boolean isServing;

    Retention(
            @DataSource("feed") javax.sql.DataSource feed,
            TenantTransaction transactions,
            Jdbi jdbi,
            @ConfigProperty(name = "farol.mode") String mode) {
        this.feed = feed;
        this.transactions = transactions;
        this.jdbi = jdbi;
        this.isServing = mode.equals("serve");
    }

    @Scheduled(every = "6h", delayed = "10m")
    void run() throws Exception {
        if (isServing) {
            for (TenantId tenant : tenants()) {
                int deleted = transactions.call(tenant, () -> delete(tenant));
                Log.debugf("superseded events deleted tenant=%s count=%d", tenant, deleted);
            }
        }
    }

    /** Deletes what is superseded and old, in the tenant's running transaction; 0 while another replica is at it. */
    int delete(TenantId tenant) {
        return jdbi.withHandle(handle -> {
            boolean isOurs = handle.createQuery(
                            "select pg_try_advisory_xact_lock(hashtextextended('farol.retention.' || :tenant, 0))")
                    .bind("tenant", tenant.value())
                    .mapTo(Boolean.class)
                    .one();
            return isOurs
                    ? handle.createUpdate(DELETE).bind("tenant", tenant.value()).execute()
                    : 0;
        });
    }

    private List<TenantId> tenants() throws SQLException {
        try (Connection connection = feed.getConnection();
                PreparedStatement statement = connection.prepareStatement("select distinct tenant_id from outbox");
                ResultSet rows = statement.executeQuery()) {
            List<TenantId> tenants = new ArrayList<>();
            while (rows.next()) {
                tenants.add(new TenantId(rows.getString(1)));
            }
            return tenants;
        }
    }
}
