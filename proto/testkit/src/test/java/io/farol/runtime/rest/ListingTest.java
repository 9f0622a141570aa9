package io.farol.runtime.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.testkit.Issuer;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ListingTest {
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private String tenant = "";

    @BeforeEach
    void sevenThings() {
        tenant = "list" + TENANTS.incrementAndGet();
        thing("Água", "RED", "10.00", "2026-01-01", "a");
        thing("agulha", "RED", "30.00", "2026-02-01", "b");
        thing("Bola", "DARK_BLUE", "20.00", "2026-03-01", "a");
        thing("café", "DARK_BLUE", "20.00", "2026-04-01", "segment=x");
        thing("Dado", "RED", "20.00", "2026-05-01", "b");
        thing("Éter", "RED", "10.00", "2026-06-01", "a");
        thing("Faca 100%", "DARK_BLUE", "40.00", "2026-07-01", "c");
    }

    private void thing(String name, String colour, String price, String renewsOn, String tag) {
        given().auth()
                .oauth2(Issuer.token(tenant, "ana", "csm"))
                .contentType("application/json")
                .body("""
                        {"name":"%s","colour":"%s","price":{"amount":"%s","currency":"BRL"},"renewsOn":"%s","tags":["%s"]}""".formatted(name, colour, price, renewsOn, tag))
                .post("/v1/things")
                .then()
                .statusCode(201);
    }

    private JsonPath get(String query) {
        return given().urlEncodingEnabled(false)
                .auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/things?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<String> names(String query) {
        return get(query).getList("items.name");
    }

    private List<String> allPages(String query) {
        List<String> names = new ArrayList<>();
        JsonPath page = get(query);
        names.addAll(page.getList("items.name"));
        while (page.getString("nextPageToken") != null) {
            page = get(query + "&pageToken=" + page.getString("nextPageToken"));
            names.addAll(page.getList("items.name"));
        }
        return names;
    }

    @Test
    void pagesThroughEveryRowOnceInTheOrderAsked() {
        List<String> byId = List.of("Água", "agulha", "Bola", "café", "Dado", "Éter", "Faca 100%");
        for (int size = 1; size <= 8; size++) {
            assertEquals(byId, allPages("pageSize=" + size));
            assertEquals(byId, allPages("sort=name&pageSize=" + size));
            assertEquals(byId.reversed(), allPages("sort=-name&pageSize=" + size));
            assertEquals(
                    List.of("Faca 100%", "agulha", "Bola", "café", "Dado", "Água", "Éter"),
                    allPages("sort=-price,name&pageSize=" + size));
            assertEquals(
                    List.of("Éter", "Água", "Dado", "café", "Bola", "agulha", "Faca 100%"),
                    allPages("sort=price,-name&pageSize=" + size));
        }
    }

    @Test
    void takesRepeatedValuesAsOrAndDifferentFiltersAsAnd() {
        assertEquals(List.of("Bola", "café", "Faca 100%"), names("colour=DARK_BLUE"));
        assertEquals(7, names("colour=DARK_BLUE&colour=RED").size());
        assertEquals(List.of("Bola", "Faca 100%"), names("colour=DARK_BLUE&tag=a&tag=c"));
        assertEquals(List.of("café"), names("attr.segment=x&attr.segment=y"));
        assertEquals(List.of("agulha", "Bola"), names("renewsOnFrom=2026-02-01&renewsOnUntil=2026-04-01"));
        assertEquals(List.of("agulha", "Faca 100%"), names("priceFrom=20.01"));
    }

    @Test
    void searchesBlindToAccentAndCase() {
        assertEquals(List.of("Água", "agulha"), names("q=AGU"));
        assertEquals(List.of("café"), names("q=caf%C3%A9"));
        assertEquals(List.of("Faca 100%"), names("q=100%25%20faca"));
        assertEquals(List.of(), names("q=_"));
    }

    @Test
    void searchesTheSameWhetherFewOrManyRowsHaveTheWord() throws SQLException {
        try (Connection connection = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into thing (tenant_id, id, name, colour)
                    select '%s', gen_random_uuid(), 'Common ' || n, case when n %% 2 = 0 then 'RED' else 'DARK_BLUE' end from generate_series(10001, 11200) n""".formatted(tenant));
        }
        List<String> expected =
                IntStream.rangeClosed(10001, 11200).mapToObj(n -> "Common " + n).toList();

        assertEquals(expected.reversed(), allPages("q=common&sort=-name&pageSize=500"));
        assertEquals(List.of("Common 10007"), names("q=common%200007"));
        assertEquals(List.of("Common 10008"), names("q=10008&colour=RED"));
        assertEquals(List.of(), names("q=10008&colour=DARK_BLUE"));
    }

    @Test
    void countsAllPages() {
        JsonPath page = get("colour=RED&pageSize=1&count=true");

        assertEquals(4, page.getInt("total.value"));
        assertEquals(true, page.getBoolean("total.isExact"));
    }

    @Test
    void readsABatchOfIds() {
        List<String> ids = get("sort=name&pageSize=2").getList("items.id");

        assertEquals(2, names("id=" + ids.getFirst() + "&id=" + ids.getLast()).size());
        assertEquals(List.of(), names("id=01990000-0000-7000-8000-00000000abcd"));
    }

    @Test
    void bindsAPageTokenToItsFilterAndTenant() {
        String token = get("colour=RED&pageSize=1").getString("nextPageToken");
        String other = Issuer.token("list-other", "vera", "viewer");

        assertEquals(1, names("colour=RED&pageSize=1&pageToken=" + token).size());
        refused(Issuer.token(tenant, "vera", "viewer"), "colour=DARK_BLUE&pageToken=" + token);
        refused(Issuer.token(tenant, "vera", "viewer"), "colour=RED&pageToken=x" + token);
        refused(other, "colour=RED&pageSize=1&pageToken=" + token);
    }

    private static void refused(String bearer, String query) {
        given().urlEncodingEnabled(false)
                .auth()
                .oauth2(bearer)
                .get("/v1/things?" + query)
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_PAGE_TOKEN"))
                .body("errors[0].parameter", equalTo("pageToken"));
    }
}
