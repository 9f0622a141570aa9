package io.farol.accounts.tenant;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.accounts.Outside;
import io.farol.runtime.id.UuidV7;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What operators do with tenants; Keycloak is a double here, the real one is asked by {@code deploy/local}. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class TenantApiTest {
    private static final String TENANTS = "/v1/admin/accounts/tenants";
    private static final String SECRET = "Temporary-4711";

    private final KeycloakDouble keycloak = new KeycloakDouble();
    private final String key = "t" + UuidV7.next().toString().replace("-", "").substring(12);

    @Test
    void makesATenantWithSettingsAndItsFirstAdministrator() {
        Response made = create(request("Eridano", SECRET));

        made.then()
                .statusCode(201)
                .header("Location", TENANTS + "/" + key)
                .header("ETag", "\"2\"")
                .body("key", equalTo(key))
                .body("name", equalTo("Eridano"))
                .body("state", equalTo("ACTIVE"))
                .body("hasAdministrator", equalTo(true));
        given().auth()
                .oauth2(admin())
                .get("/v1/settings")
                .then()
                .statusCode(200)
                .body("reportingCurrency", equalTo("EUR"))
                .body("timeZone", equalTo("Europe/Lisbon"))
                .body("language", equalTo("en"))
                .body("country", equalTo("BR"))
                .body("maxFreezeDays", equalTo(180));
        assertEquals(
                key, keycloak.user("elisa@" + key).at("/attributes/tenant/0").asText());
        assertEquals(
                "[\"UPDATE_PASSWORD\"]",
                keycloak.user("elisa@" + key).path("requiredActions").toString());
        assertEquals(
                SECRET, keycloak.user("elisa@" + key).at("/credentials/0/value").asText());
        assertTrue(keycloak.user("elisa@" + key).at("/credentials/0/temporary").asBoolean());
        assertEquals(List.of("cs-admin"), keycloak.rolesOf("elisa@" + key));
        assertEquals(List.of("CREATED 1"), Outside.events(aggregateId()));
        assertEquals("\"ACTIVE\"", Outside.published(aggregateId(), "$.state"));
    }

    @Test
    void leavesAnAuditRowThatTheTenantsAdministratorsSee() {
        create(request("Eridano", SECRET)).then().statusCode(201);
        change("SUSPENDED", "\"2\"").then().statusCode(201);
        change("ACTIVE", "\"3\"").then().statusCode(201);

        given().auth()
                .oauth2(admin())
                .get("/v1/admin/accounts/audit-entries?aggregateType=TENANT")
                .then()
                .statusCode(200)
                .body("items.action", contains("CREATED", "STATE_CHANGED", "STATE_CHANGED"))
                .body("items.actorName", contains("otto", "otto", "otto"))
                .body("items[1].before.state", equalTo("ACTIVE"))
                .body("items[1].after.state", equalTo("SUSPENDED"))
                .body("items[1].after.reason", equalTo("unpaid"));
    }

    /** Neither the answer nor anything that is kept. */
    @Test
    void showsThePasswordAndTheAddressNowhere() {
        Response made = create(request("Eridano", SECRET));

        assertFalse(made.asString().contains(SECRET) || made.asString().contains("elisa"), made.asString());
        for (String table : List.of("tenant", "audit_entry", "outbox", "idempotency_key", "tenant_setting")) {
            assertEquals(
                    0,
                    Outside.count(
                            "select count(*) from " + table + " t where t::text like ? or t::text like ?",
                            "%" + SECRET + "%",
                            "%elisa@" + key + "%"),
                    table);
        }
    }

    @Test
    void answersTheSameRequestAgainAndChangesNothing() {
        create(request("Eridano", null)).then().statusCode(201);
        keycloak.changes();

        create(request("Eridano", null))
                .then()
                .statusCode(201)
                .header("ETag", "\"2\"")
                .body("hasAdministrator", equalTo(true));

        assertEquals(List.of(), keycloak.changes());
        assertEquals(List.of("CREATED 1"), Outside.events(aggregateId()));
        assertEquals(
                1,
                Outside.count(
                        "select count(*) from audit_entry where tenant_id = ? and aggregate_type = 'TENANT'", key));
    }

    @Test
    void refusesAnotherRequestForATenantThatIsThere() {
        create(request("Eridano", null)).then().statusCode(201);
        keycloak.add("other@" + key, "other@x.example", key);

        for (String other : List.of(
                request("Another", null),
                request("Eridano", null).replace("Europe/Lisbon", "Europe/Rome"),
                request("Eridano", null)
                        .replace("elisa@" + key + "\"", "other@" + key + "\"")
                        .replace("elisa@" + key + ".example", "other@x.example"))) {
            create(other).then().statusCode(409).body("code", equalTo("TENANT_EXISTS"));
        }
        assertEquals("Eridano", get().path("name"));
        assertEquals(List.of(), keycloak.rolesOf("other@" + key));
    }

    /** One whose people came before any operator: nobody is made an administrator of their data by a slip. */
    @Test
    void refusesToMakeATenantThatWasNotMadeHere() {
        given().auth().oauth2(admin()).get("/v1/me").then().statusCode(200);

        create(request("Eridano", null)).then().statusCode(409).body("code", equalTo("TENANT_EXISTS"));
        get().then().statusCode(200).body("name", nullValue()).body("hasAdministrator", equalTo(false));
        assertFalse(keycloak.has("elisa@" + key));
    }

    @Test
    void refusesToMakeATenantWhoseUsersKeycloakHas() {
        keycloak.add("somebody", "somebody@x.example", key);

        create(request("Eridano", null)).then().statusCode(409).body("code", equalTo("TENANT_EXISTS"));
        get().then().statusCode(404);
    }

    @Test
    void takesNobodyElsesNameOrAddress() {
        keycloak.add("elisa@" + key, "a@x.example", "elsewhere");
        create(request("Eridano", null))
                .then()
                .statusCode(409)
                .body("code", equalTo("ADMINISTRATOR_TAKEN"))
                .body("errors.pointer", contains("/administrator/userName"));

        keycloak.add("other", "elisa@" + key + ".example", "elsewhere");
        create(request("Eridano", null).replace("elisa@" + key + "\"", "new@" + key + "\""))
                .then()
                .statusCode(409)
                .body("errors.pointer", contains("/administrator/email"));
        get().then().statusCode(404);
        assertEquals(List.of(), keycloak.changes());
    }

    @Test
    void isHealedBySendingItAgainAfterAnInterruption() {
        for (String interrupted : List.of("POST /users", "POST /users/{id}/role-mappings/realm")) {
            keycloak.goesAwayAt(interrupted::equals);
            create(request("Eridano", SECRET))
                    .then()
                    .statusCode(503)
                    .header("Retry-After", notNullValue())
                    .body("code", equalTo("UNAVAILABLE"));
            get().then().statusCode(200).body("hasAdministrator", equalTo(false));
        }
        keycloak.goesAwayAt(call -> false);

        create(request("Eridano", SECRET)).then().statusCode(201).body("hasAdministrator", equalTo(true));

        assertEquals(List.of("cs-admin"), keycloak.rolesOf("elisa@" + key));
        assertEquals(List.of("CREATED 1"), Outside.events(aggregateId()));
    }

    /** Whom an interrupted request made is who he was asked to be then. */
    @Test
    void takesNoOtherAddressForOneWhoIsMadeAlready() {
        keycloak.goesAwayAt("POST /users/{id}/role-mappings/realm"::equals);
        create(request("Eridano", null)).then().statusCode(503);
        keycloak.goesAwayAt(call -> false);

        create(request("Eridano", null).replace(".example", ".test"))
                .then()
                .statusCode(409)
                .body("errors.pointer", contains("/administrator/userName"));

        create(request("Eridano", null)).then().statusCode(201);
    }

    @Test
    void doesNothingWhileKeycloakIsAway() {
        keycloak.goesAwayAt(call -> true);

        create(request("Eridano", null)).then().statusCode(503);

        get().then().statusCode(404);
    }

    @Test
    void saysWhatKeycloakRefusesAndTakesTheCorrectedRequest() {
        keycloak.refuses("{\"field\":\"lastName\",\"errorMessage\":\"error-person-name-invalid-character\"}");
        create(request("Eridano", null))
                .then()
                .statusCode(400)
                .body("code", equalTo("ADMINISTRATOR_REFUSED"))
                .body("errors.pointer", contains("/administrator/lastName"));
        keycloak.refuses("{\"errorMessage\":\"Password policy not met\"}");
        create(request("Eridano", SECRET))
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("/administrator/temporaryPassword"));
        keycloak.refuses("");

        create(request("Eridano", SECRET).replace("Ramos", "Rocha")).then().statusCode(201);

        assertEquals("Rocha", keycloak.user("elisa@" + key).path("lastName").asText());
    }

    /** Lost ones are replaced; one that the administrator chose is his own. */
    @Test
    void replacesATemporaryPasswordUntilTheAdministratorHasHisOwn() {
        create(request("Eridano", null)).then().statusCode(201);

        create(request("Eridano", "Second-4711")).then().statusCode(201);
        assertEquals(
                "Second-4711",
                keycloak.user("elisa@" + key).at("/credentials/0/value").asText());

        keycloak.user("elisa@" + key).putArray("requiredActions");
        keycloak.changes();
        create(request("Eridano", "Third-4711")).then().statusCode(201);
        assertEquals(List.of(), keycloak.changes());
    }

    @Test
    void namesEveryFaultOfARequest() {
        operator()
                .contentType("application/json")
                .body("""
                        {"key":"1x","name":" ","settings":{"timeZone":"Mars/Base","language":"xx"},"administrator":{"userName":"a b c","email":"nobody","firstName":"E"}}""")
                .post(TENANTS)
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/key"))
                .body("errors.pointer", hasItem("/name"))
                .body("errors.pointer", hasItem("/settings/language"))
                .body("errors.pointer", hasItem("/administrator/userName"))
                .body("errors.pointer", hasItem("/administrator/email"))
                .body("errors.pointer", hasItem("/administrator/lastName"));
        create(request("Eridano", null).replace("Europe/Lisbon", "Mars/Base"))
                .then()
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_TIME_ZONE"))
                .body("errors.pointer", contains("/settings/timeZone"));
    }

    @Test
    void suspendsAndResumesAndKeepsTheHistory() {
        create(request("Eridano", null)).then().statusCode(201);
        change("SUSPENDED", null).then().statusCode(428);
        change("SUSPENDED", "\"1\"").then().statusCode(412).body("currentEtag", equalTo("\"2\""));
        change("ACTIVE", "\"2\"").then().statusCode(409).body("code", equalTo("TENANT_STATE_UNCHANGED"));

        change("SUSPENDED", "\"2\"")
                .then()
                .statusCode(201)
                .header("Location", TENANTS + "/" + key)
                .header("ETag", "\"3\"")
                .body("fromState", equalTo("ACTIVE"))
                .body("toState", equalTo("SUSPENDED"))
                .body("changedByName", equalTo("otto"))
                .body("resource.state", equalTo("SUSPENDED"));

        assertEquals("\"SUSPENDED\"", Outside.published(aggregateId(), "$.state"));
        awaitAnswer(403, "TENANT_SUSPENDED");
        operator().get(TENANTS + "/" + key).then().statusCode(200).header("ETag", "\"3\"");
        change("ACTIVE", "\"3\"").then().statusCode(201);
        awaitAnswer(200, null);
        operator()
                .get(TENANTS + "/" + key + "/state-changes")
                .then()
                .statusCode(200)
                .body("items.toState", contains("SUSPENDED", "ACTIVE"))
                .body("items.reason", contains("unpaid", "unpaid"));
        assertEquals(List.of("CREATED 1", "STATE_CHANGED 3", "STATE_CHANGED 4"), Outside.events(aggregateId()));
    }

    @Test
    void listsTenantsPageByPage() {
        create(request("Água Ética " + key, null)).then().statusCode(201);
        String second = key.substring(0, 20) + "z";
        create(request("Beta", null).replace(key, second)).then().statusCode(201);
        operator()
                .contentType("application/json")
                .header("If-Match", "\"2\"")
                .body("{\"state\":\"SUSPENDED\",\"reason\":\"x\"}")
                .post(TENANTS + "/" + second + "/state-changes")
                .then()
                .statusCode(201);

        assertEquals(List.of(key), keys("?q=agua etica " + key));
        assertEquals(List.of(key, second), keys("?pageSize=1&key=" + key + "&key=" + second));
        assertEquals(List.of(second), keys("?state=SUSPENDED&key=" + key + "&key=" + second));
        assertEquals(List.of(second, key), keys("?sort=-key&key=" + key + "&key=" + second));
        operator().get(TENANTS + "?state=GONE&x=1").then().statusCode(400).body("errors", hasSize(2));
        operator().get(TENANTS + "?pageToken=eA").then().statusCode(400).body("code", equalTo("INVALID_PAGE_TOKEN"));
    }

    @Test
    void knowsNoOtherTenants() {
        for (String unknown : List.of("nobody-has-this", "NOT-A-KEY", "x".repeat(60))) {
            operator().get(TENANTS + "/" + unknown).then().statusCode(404);
            operator().get(TENANTS + "/" + unknown + "/state-changes").then().statusCode(404);
            operator()
                    .contentType("application/json")
                    .header("If-Match", "\"1\"")
                    .body("{\"state\":\"SUSPENDED\",\"reason\":\"x\"}")
                    .post(TENANTS + "/" + unknown + "/state-changes")
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void belongsToOperatorsAlone() {
        create(request("Eridano", null)).then().statusCode(201);
        for (String role : List.of("cs-admin", "cs-leader", "csm", "viewer", "integration")) {
            String token = Issuer.token(key, "ana", role);
            given().auth().oauth2(token).get(TENANTS).then().statusCode(403);
            given().auth().oauth2(token).get(TENANTS + "/" + key).then().statusCode(403);
            given().auth()
                    .oauth2(token)
                    .get(TENANTS + "/" + key + "/state-changes")
                    .then()
                    .statusCode(403);
            given().auth()
                    .oauth2(token)
                    .contentType("application/json")
                    .body(request("Eridano", null))
                    .post(TENANTS)
                    .then()
                    .statusCode(403);
            given().auth()
                    .oauth2(token)
                    .contentType("application/json")
                    .header("If-Match", "\"2\"")
                    .body("{\"state\":\"SUSPENDED\",\"reason\":\"x\"}")
                    .post(TENANTS + "/" + key + "/state-changes")
                    .then()
                    .statusCode(403);
        }
        given().get(TENANTS).then().statusCode(401);
        get().then().body("state", equalTo("ACTIVE"));
    }

    @Test
    void readsNoCustomerData() {
        create(request("Eridano", null)).then().statusCode(201);

        operator().get("/v1/accounts").then().statusCode(403);
        operator().get("/v1/settings").then().statusCode(403);
        get().then().body("keySet()", not(hasItem(containsString("mail"))));
    }

    private void awaitAnswer(int status, @Nullable String code) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        Response answer = given().auth().oauth2(admin()).get("/v1/settings");
        while (answer.statusCode() != status && System.nanoTime() < deadline) {
            answer = given().auth().oauth2(admin()).get("/v1/settings");
        }
        answer.then().statusCode(status).body("code", equalTo(code));
    }

    private List<String> keys(String query) {
        List<String> keys = new ArrayList<>();
        @Nullable String token = null;
        do {
            Response page = operator().get(TENANTS + query + (token == null ? "" : "&pageToken=" + token));
            page.then().statusCode(200);
            keys.addAll(page.path("items.key"));
            token = page.path("nextPageToken");
        } while (token != null);
        return keys;
    }

    private Response create(String body) {
        return operator().contentType("application/json").body(body).post(TENANTS);
    }

    private Response change(String state, @Nullable String etag) {
        RequestSpecification request = operator().contentType("application/json");
        if (etag != null) {
            request.header("If-Match", etag);
        }
        return request.body("{\"state\":\"" + state + "\",\"reason\":\"unpaid\"}")
                .post(TENANTS + "/" + key + "/state-changes");
    }

    private Response get() {
        return operator().get(TENANTS + "/" + key);
    }

    private String request(String name, @Nullable String password) {
        return """
                {"key":"%1$s","name":"%2$s","settings":{"reportingCurrency":"EUR","timeZone":"Europe/Lisbon","language":"en"},
                 "administrator":{"userName":"elisa@%1$s","email":"elisa@%1$s.example","firstName":"Elisa","lastName":"Ramos"%3$s}}""".formatted(key, name, password == null ? "" : ",\"temporaryPassword\":\"" + password + "\"");
    }

    private String aggregateId() {
        return Outside.text("select aggregate_id::text from tenant where id = ?", key);
    }

    private String admin() {
        return Issuer.token(key, "elisa", "cs-admin");
    }

    private static RequestSpecification operator() {
        return given().auth().oauth2(Issuer.operatorToken("otto"));
    }
}
