package io.farol.runtime.tenant;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Which tenants this service has met, and which of them are suspended. A tenant that no operator made is entered at the first transaction made for it: its name comes from a verified token or from an
 * event, so nobody can make one up. accounts-service decides who is suspended, its feed tells the others; it takes effect within seconds.
 */
@ApplicationScoped
public class TenantRegistry {
    private final DataSource dataSource;
    private final TransactionManager transactions;
    private final Set<TenantId> met = ConcurrentHashMap.newKeySet();
    private volatile Set<String> suspended = Set.of();

    TenantRegistry(DataSource dataSource, TransactionManager transactions) {
        this.dataSource = dataSource;
        this.transactions = transactions;
    }

    /** Whether a tenant's callers are to be refused. */
    public boolean isSuspended(TenantId tenant) {
        return suspended.contains(tenant.value());
    }

    /** Enters a tenant that is met for the first time, outside the running transaction: it stays entered when that fails. */
    void meet(TenantId tenant) {
        if (met.contains(tenant)) {
            return;
        }
        try {
            @Nullable Transaction outer = transactions.suspend();
            try {
                enter(tenant);
            } finally {
                if (outer != null) {
                    transactions.resume(outer);
                }
            }
        } catch (SystemException | InvalidTransactionException | SQLException e) {
            throw new IllegalStateException("cannot enter a tenant", e);
        }
        met.add(tenant);
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select id from tenant where state = 'SUSPENDED'");
                ResultSet rows = query.executeQuery()) {
            Set<String> found = new HashSet<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            suspended = Set.copyOf(found);
        } catch (SQLException e) {
            Log.warnf("suspended tenants cannot be read, the last known hold reason=%s", e.getSQLState());
        }
    }

    private void enter(TenantId tenant) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into tenant (id) values (?) on conflict do nothing")) {
            insert.setString(1, tenant.value());
            insert.executeUpdate();
        }
    }
}
