package io.farol.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * What a service needs to run whole in a test: its own database on real PostgreSQL, migrated by its owner, and a token issuer. Use with
 * {@code @QuarkusTestResource(ServiceUnderTest.class)} and reach the parts through {@link Postgres} and {@link Issuer}.
 */
public final class ServiceUnderTest implements QuarkusTestResourceLifecycleManager {
    /** Name of the database of the service under test. */
    public static final String DATABASE = "service";

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(Postgres.createDatabase(DATABASE));
        settings.putAll(Issuer.settings());
        settings.put("farol.log.format", "text");
        settings.put("quarkus.flyway.migrate-at-start", "true");
        settings.put("quarkus.hibernate-orm.schema-management.strategy", "validate");
        return settings;
    }

    @Override
    public void stop() {
        // the server ends with the JVM
    }
}
