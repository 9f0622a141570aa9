package io.farol.runtime.start;

import io.quarkus.logging.Log;
import io.quarkus.runtime.QuarkusApplication;
import org.flywaydb.core.Flyway;

/** Brings the schema up to date as its owner, then ends; running it twice changes nothing. */
public class Migration implements QuarkusApplication {
    private final Flyway flyway;

    Migration(Flyway flyway) {
        this.flyway = flyway;
    }

    @Override
    public int run(String... args) {
        int applied = flyway.migrate().migrationsExecuted;
        Log.infof("schema up to date migrationsApplied=%d", applied);
        return 0;
    }
}
