package io.farol.runtime.health;

import io.farol.testkit.Issuer;
import io.farol.testkit.Postgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A service in normal mode, with the product's own settings, on a schema that lacks the newest migrations. */
public final class SchemaOfTheLastRelease implements QuarkusTestResourceLifecycleManager {
    static final String DATABASE = "lastrelease";
    /** The newest migration that is there. */
    static final String NEWEST = "0.0041";

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(Postgres.createDatabase(DATABASE));
        Flyway.configure()
                .dataSource(
                        settings.get("farol.db.url"),
                        settings.get("farol.db.owner-user"),
                        settings.get("farol.db.owner-password"))
                .locations("db/platform")
                .target(NEWEST)
                .load()
                .migrate();
        settings.putAll(Issuer.settings());
        settings.put("farol.log.format", "text");
        return settings;
    }

    /** Runs a test with this and nothing else: the settings of other tests would migrate at the start. */
    public static final class Alone implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(SchemaOfTheLastRelease.class));
        }
    }

    @Override
    public void stop() {
        // the server ends with the JVM
    }
}
