package io.farol.runtime.rest;

import static io.farol.runtime.feed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.testkit.Issuer;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Exports of more rows than the buffers on the way hold: the statement is still running while the client reads. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class LongExportTest {
    private static final int MANY = 50_000;

    @TestHTTPResource("/v1/things")
    URI things;

    @Test
    void asksOneStatementForAllRows() throws Exception {
        insertThings("export1", 2_001);
        long before = statements();

        try (BufferedReader csv = export(HttpClient.newHttpClient(), "export1")) {
            assertEquals(2_002, csv.lines().count());
        }

        assertEquals(1, statements() - before);
    }

    @Test
    void givesTheListAsItWasWhenItBegan() throws Exception {
        insertThings("export2", MANY);

        try (BufferedReader csv = export(HttpClient.newHttpClient(), "export2")) {
            csv.readLine();
            change("delete from thing where tenant_id = 'export2'");
            assertEquals(MANY, csv.lines().count());
        }

        assertEquals(0, answer("select count(*) from thing where tenant_id = 'export2'"));
    }

    @Test
    void endsItsTransactionWhenTheClientGoesAway() throws Exception {
        insertThings("export3", MANY);

        try (HttpClient client = HttpClient.newHttpClient()) {
            export(client, "export3").readLine();
            eventually(1L, LongExportTest::openExports);
            client.shutdownNow();
        }

        eventually(0L, Duration.ofSeconds(10), LongExportTest::openExports);
    }

    private BufferedReader export(HttpClient client, String tenant) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(things)
                .header("Accept", "text/csv")
                .header("Authorization", "Bearer " + Issuer.token(tenant, "ana", "csm"))
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static void insertThings(String tenant, int count) throws SQLException {
        change("""
                insert into thing (tenant_id, id, name, colour)
                select '%s', gen_random_uuid(), repeat('x', 500), 'RED' from generate_series(1, %d)""".formatted(tenant, count));
    }

    private static long statements() throws SQLException {
        return answer("""
                select coalesce(sum(s.calls), 0) from pg_stat_statements s join pg_database d on d.oid = s.dbid
                 where d.datname = current_database() and s.query like '%from thing t where%order by t.id%'""");
    }

    private static long openExports() throws SQLException {
        return answer("""
                select count(*) from pg_stat_activity
                 where datname = current_database() and state = 'idle in transaction' and query like '%from thing t where%'""");
    }

    private static void change(String sql) throws SQLException {
        try (Connection superuser = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long answer(String sql) throws SQLException {
        try (Connection superuser = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
