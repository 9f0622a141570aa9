package io.farol.runtime.sql;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * SQL without entities: reports, projections, set-based work. Inside a {@code @Transactional} method a {@link Jdbi} handle shares the transaction's connection, and so its tenant;
 * outside one it sees no tenant's rows.
 */
public class JdbiProducer {

    @Produces
    @Singleton
    @Unremovable
    Jdbi jdbi(DataSource dataSource) {
        return Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
    }
}
