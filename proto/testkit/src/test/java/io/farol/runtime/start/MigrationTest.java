package io.farol.runtime.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code FAROL_MODE=migrate} of this build and of builds before and after it, with Flyway as the product configures it. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class MigrationTest {
    /** The platform's migrations are numbered below those of the services: to an older build, this one is missing rather than future. */
    private static final Map<String, String> OF_THE_NEXT_RELEASE = Map.of(
            "V0.9999__later_platform.sql", "create table later_platform as select current_setting('lock_timeout') s;",
            "V99990__later_service.sql", "create table later_service ();",
            "V99991__later_index.sql", "create index concurrently later_index on tenant (state, id);",
            "R__later_view.sql", "create or replace view later_view as select 1 as one;");

    private final Flyway configured;
    private final String database =
            "migrate" + UUID.randomUUID().toString().replace("-", "").substring(0, 8);
    private final Map<String, String> settings = Postgres.createDatabase(database);

    @TempDir
    private Path nextRelease;

    MigrationTest(Flyway configured) {
        this.configured = configured;
    }

    @Test
    void leavesTheNewSchemaAsItIsWhenTheImageIsRolledBack() throws IOException {
        assertEquals(0, new Migration(nextRelease()).run());
        List<String> history = history();
        assertTrue(history.toString().contains("later platform")
                && history.toString().contains("later service"));

        assertEquals(0, new Migration(thisRelease()).run());

        assertEquals(history, history());
        assertEquals(0, new Migration(nextRelease()).run());
        assertEquals(history, history());
    }

    @Test
    void refusesAMigrationThatWasAlteredAfterItWasApplied() throws IOException {
        new Migration(nextRelease()).run();
        for (String applied : List.of("0.0010", "0.9999")) {
            outside()
                    .useHandle(handle -> handle.execute(
                            "update flyway_schema_history set checksum = checksum + 1 where version = ?", applied));

            Migration migration = new Migration(nextRelease());
            FlywayValidateException refused =
                    assertThrows(FlywayValidateException.class, () -> migration.run(), applied);

            assertTrue(refused.getMessage().contains("checksum mismatch for migration version " + applied));
            outside()
                    .useHandle(handle -> handle.execute(
                            "update flyway_schema_history set checksum = checksum - 1 where version = ?", applied));
        }
    }

    @Test
    void waitsForNoLockLongerThanTenSeconds() throws IOException {
        new Migration(nextRelease()).run();

        assertEquals("10s", outside().withHandle(handle -> handle.createQuery("select s from later_platform")
                .mapTo(String.class)
                .one()));
    }

    @Test
    @Timeout(60)
    void makesAnIndexWithoutKeepingWritersOut() throws IOException {
        assertEquals(0, new Migration(nextRelease()).run());

        assertEquals(List.of(true), outside().withHandle(handle -> handle.createQuery(
                        "select indisvalid from pg_index where indexrelid = 'later_index'::regclass")
                .mapTo(Boolean.class)
                .list()));
    }

    private Flyway thisRelease() {
        return at(configured.getConfiguration().getLocations());
    }

    private Flyway nextRelease() throws IOException {
        for (Map.Entry<String, String> file : OF_THE_NEXT_RELEASE.entrySet()) {
            Files.writeString(nextRelease.resolve(file.getKey()), file.getValue());
        }
        Location[] ours = configured.getConfiguration().getLocations();
        Location[] all = Arrays.copyOf(ours, ours.length + 1);
        all[ours.length] = Location.fromPath("filesystem:", nextRelease.toString());
        // the provider that Quarkus made knows the migrations of the build and no others
        return Flyway.configure(Thread.currentThread().getContextClassLoader())
                .configuration(at(all).getConfiguration())
                .resourceProvider(null)
                .load();
    }

    private Flyway at(Location... locations) {
        return Flyway.configure(Thread.currentThread().getContextClassLoader())
                .configuration(configured.getConfiguration())
                .dataSource(
                        settings.get("farol.db.url"),
                        settings.get("farol.db.owner-user"),
                        settings.get("farol.db.owner-password"))
                .locations(locations)
                .load();
    }

    private List<String> history() {
        return outside().withHandle(handle -> handle.createQuery(
                        "select concat_ws(' ', installed_rank, version, description, checksum, success, installed_on)"
                                + " from flyway_schema_history order by installed_rank")
                .mapTo(String.class)
                .list());
    }

    private Jdbi outside() {
        return Jdbi.create(Postgres.superuserUrl(database));
    }
}
