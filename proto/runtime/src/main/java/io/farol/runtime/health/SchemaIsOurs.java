package io.farol.runtime.health;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** A service has started when the schema is at least its own: every migration in this build is applied. A newer schema is accepted (kubernetes.md 1). */
@Startup
@ApplicationScoped
class SchemaIsOurs implements HealthCheck {
    private final Flyway ours;
    private volatile boolean isApplied;

    /** @param asOwner where the migrations are; read here with the application's own role */
    SchemaIsOurs(Flyway asOwner, DataSource dataSource) {
        this.ours = Flyway.configure(Thread.currentThread().getContextClassLoader())
                .configuration(asOwner.getConfiguration())
                .initSql(null)
                .dataSource(dataSource)
                .load();
    }

    @Override
    public HealthCheckResponse call() {
        isApplied = isApplied || missing(ours) == 0;
        return HealthCheckResponse.named("schema").status(isApplied).build();
    }

    /** Number of migrations in this build that the database lacks. */
    static int missing(Flyway flyway) {
        try {
            return flyway.info().pending().length;
        } catch (FlywayException e) {
            Log.warn("the schema's history cannot be read", e);
            return Integer.MAX_VALUE;
        }
    }
}
