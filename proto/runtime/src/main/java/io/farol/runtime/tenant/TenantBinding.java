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

    private final DataSource dataSource;

    TenantBinding(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Binds the running JTA transaction, which shares one connection with all other work in it. Empty = no tenant's rows. */
    public void bind(Optional<TenantId> tenant) {
        try (Connection connection = dataSource.getConnection()) {
            bind(connection, tenant);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot bind the tenant to the transaction", e);
        }
    }

    /** Binds the transaction running on a connection that the caller manages; auto-commit must be off. */
    public static void bind(Connection connection, Optional<TenantId> tenant) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("a tenant is bound to a transaction, and this connection has none");
        }
        try (PreparedStatement statement = connection.prepareStatement(BIND)) {
            statement.setString(1, tenant.map(TenantId::value).orElse(""));
            statement.execute();
        }
    }
}
