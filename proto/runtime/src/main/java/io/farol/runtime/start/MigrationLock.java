package io.farol.runtime.start;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Keeps two migrations apart by a lock of the session. Flyway's usual one is a transaction that stays open all the while, and {@code CREATE INDEX CONCURRENTLY}, which waits for all
 * transactions before it, would wait for it for ever (kubernetes.md, rule 1). A lock of the session needs a connection without a pooler: {@code FAROL_DB_DIRECT_URL}.
 */
@Singleton
class MigrationLock implements FlywayConfigurationCustomizer {
    @Override
    public void customize(FluentConfiguration configuration) {
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
    }
}
