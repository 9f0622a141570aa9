package io.farol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class CatalogueTest {
    private static final String GOOD = """
            create table good (tenant_id text collate "C" not null, id uuid not null, primary key (tenant_id, id));
            select farol_protect('good');
            """;

    @Test
    void findsNoHoleInThePlatformsOwnTables() {
        assertEquals(List.of(), Catalogue.faults(ServiceUnderTest.DATABASE));
        assertTrue(Catalogue.exemptTables(ServiceUnderTest.DATABASE).contains("tenant"));
    }

    @Test
    void acceptsAGoodTable() throws SQLException {
        assertEquals(List.of(), faultsAfter(""));
    }

    @Test
    void seesATableWithoutATenant() throws SQLException {
        assertEquals(
                List.of(
                                "bad does not force row-level security on its owner",
                                "bad has no policy that compares tenant_id with app.tenant",
                                "bad has no primary key that begins with tenant_id",
                                "bad has no tenant_id not null and is not exempt",
                                "bad has a unique constraint or index without tenant_id: bad_pkey",
                                "bad is not behind row-level security")
                        .stream()
                        .sorted()
                        .toList(),
                faultsAfter("create table bad (id uuid primary key)"));
        assertEquals(
                List.of(),
                faultsAfter("create table bad (id uuid primary key); comment on table bad is 'rls-exempt: leases'"));
    }

    @Test
    void seesATableThatIsNotForced() throws SQLException {
        assertEquals(
                List.of("good does not force row-level security on its owner"),
                faultsAfter("alter table good no force row level security"));
        assertEquals(
                List.of("good is not behind row-level security"),
                faultsAfter("alter table good disable row level security"));
    }

    @Test
    void seesKeysWithoutTheTenant() throws SQLException {
        assertEquals(
                List.of("bad has no primary key that begins with tenant_id"),
                faultsAfter(
                        "create table bad (tenant_id text not null, id uuid not null, primary key (id, tenant_id)); select farol_protect('bad')"));
        assertEquals(
                List.of("good has a unique constraint or index without tenant_id: good_name"),
                faultsAfter("alter table good add name text; create unique index good_name on good (name)"));
    }

    @Test
    void seesAForeignKeyWithoutTheTenant() throws SQLException {
        String child = """
                alter table good add constraint good_id unique (id, tenant_id);
                create table child (tenant_id text collate "C" not null, id uuid not null, good_id uuid, other text collate "C",
                    primary key (tenant_id, id), constraint child_good foreign key (%s) references good (%s));
                select farol_protect('child')""";

        assertEquals(List.of(), faultsAfter(child.formatted("tenant_id, good_id", "tenant_id, id")));
        assertEquals(
                List.of("child.child_good is a foreign key without the tenant"),
                faultsAfter(child.formatted("other, good_id", "tenant_id, id")));
    }

    @Test
    void seesAPolicyThatLetsMoreThrough() throws SQLException {
        assertEquals(
                List.of("good.everybody is a policy that lets more through than one tenant"),
                faultsAfter("create policy everybody on good for select using (true)"));
        assertEquals(
                List.of("good.feed is a policy that lets more through than one tenant"),
                faultsAfter("create policy feed on good for select to farol_feed using (true)"));
        assertEquals(
                List.of("good has no policy that compares tenant_id with app.tenant"),
                faultsAfter("drop policy tenant_isolation on good"));
    }

    @Test
    void seesAnApplicationRoleThatOwnsATable() throws SQLException {
        assertTrue(faultsAfter("alter table good owner to catalogue_app")
                .contains("good is owned by a role that answers requests"));
        assertTrue(faultsAfter("alter role catalogue_app bypassrls")
                .contains("catalogue_app is a superuser or bypasses row-level security"));
    }

    private static String tenancyMigration() {
        try (InputStream migration = CatalogueTest.class.getResourceAsStream("/db/platform/V0.0001__tenancy.sql")) {
            return new String(Objects.requireNonNull(migration).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized List<String> faultsAfter(String change) throws SQLException {
        try (Connection server = DriverManager.getConnection(Postgres.superuserUrl("postgres"));
                Statement statement = server.createStatement()) {
            statement.execute("drop database if exists catalogue");
            for (String role : List.of("catalogue_owner", "catalogue_app", "catalogue_feed")) {
                statement.execute("drop role if exists " + role);
            }
        }
        Postgres.createDatabase("catalogue");
        try (Connection database = DriverManager.getConnection(Postgres.superuserUrl("catalogue"));
                Statement statement = database.createStatement()) {
            statement.execute("set role catalogue_owner; set search_path = public");
            statement.execute("reset role; grant all on schema public to catalogue_owner; set role catalogue_owner");
            statement.execute(tenancyMigration());
            statement.execute(GOOD);
            statement.execute("reset role");
            if (!change.isEmpty()) {
                statement.execute(change);
            }
            List<String> faults = Catalogue.faults("catalogue");
            statement.execute("alter role catalogue_app nobypassrls");
            return faults;
        }
    }
}
