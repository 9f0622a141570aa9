package io.farol.runtime.health;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.testkit.Postgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A service that was started before its migrations were run: it waits for them and runs none itself (kubernetes.md 1). */
@QuarkusTest
@TestProfile(SchemaOfTheLastRelease.Alone.class)
class OldSchemaTest {
    private final Jdbi outside = Jdbi.create(Postgres.superuserUrl(SchemaOfTheLastRelease.DATABASE));
    private final String started;
    private final Flyway flyway;

    OldSchemaTest(@ConfigProperty(name = "quarkus.management.test-port") int managementPort, Flyway flyway) {
        this.started = "http://127.0.0.1:" + managementPort + "/q/health/started";
        this.flyway = flyway;
    }

    @Test
    void startsOnlyWhenSomebodyElseHasBroughtTheSchemaUpToDateOrBeyond() {
        given().get(started).then().statusCode(503).body("checks.find { it.name == 'schema' }.status", equalTo("DOWN"));
        assertEquals(SchemaOfTheLastRelease.NEWEST, newestApplied(), "a serving process has migrated");
        assertEquals(List.of(), tables("download_link"));

        migrateAllButTheNewest();
        given().get(started).then().statusCode(503);

        flyway.migrate();
        outside.useHandle(handle -> handle.execute("insert into flyway_schema_history select max(installed_rank) + 1,"
                + " '99990', 'of the next release', 'SQL', 'V99990__next.sql', 7, 'owner', now(), 1, true from"
                + " flyway_schema_history"));
        given().get(started).then().statusCode(200).body("checks.find { it.name == 'schema' }.status", equalTo("UP"));
    }

    private void migrateAllButTheNewest() {
        var migrations = flyway.info().all();
        Flyway.configure(Thread.currentThread().getContextClassLoader())
                .configuration(flyway.getConfiguration())
                .target(migrations[migrations.length - 2].getVersion())
                .load()
                .migrate();
    }

    private String newestApplied() {
        return outside.withHandle(handle -> handle.createQuery(
                        "select version from flyway_schema_history order by installed_rank desc limit 1")
                .mapTo(String.class)
                .one());
    }

    private List<String> tables(String name) {
        return outside.withHandle(handle -> handle.createQuery(
                        "select tablename from pg_tables where schemaname = 'public' and tablename = :name")
                .bind("name", name)
                .mapTo(String.class)
                .list());
    }
}
