package io.farol.runtime.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Second wall: tells PostgreSQL whose rows the running transaction may see. Ends with the transaction, so nothing leaks through a pool or a pooler. */
@ApplicationScoped
public class TenantBinding {
    private static final String BIND = "select set_config('app.tenant', ?, true)";

    /** Both in one round trip. PostgreSQL takes the snapshot at the first query, which binding is. */
    private static final String BIND_ONE_SNAPSHOT = "set transaction isolation level repeatable read; " + BIND;

    private final DataSource dataSource;

    TenantBinding(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Binds the running JTA transaction, which shares one connection with all other work in it. Empty = no tenant's rows. */
    public void bind(Optional<TenantId> tenant) {
        bind(tenant, BIND);
    }

    /** The same for a transaction that has asked nothing yet: from here on it sees the database as it is now. */
    void bindOneSnapshot(Optional<TenantId> tenant) {
        bind(tenant, BIND_ONE_SNAPSHOT);
    }

    private void bind(Optional<TenantId> tenant, String sql) {
        try (Connection connection = dataSource.getConnection()) {
            bind(connection, tenant, sql);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot bind the tenant to the transaction", e);
        }
    }

    /** Binds the transaction running on a connection that the caller manages; auto-commit must be off. */
    public static void bind(Connection connection, Optional<TenantId> tenant) throws SQLException {
        bind(connection, tenant, BIND);
    }

    private static void bind(Connection connection, Optional<TenantId> tenant, String sql) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("a tenant is bound to a transaction, and this connection has none");
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, tenant.map(TenantId::value).orElse(""));
            statement.execute();
        }
    }
}
