package io.farol.accounts.account;

import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.runtime.id.UuidV7;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class AccountBulkEditApiTest {
    private static final String EDITS = "/v1/accounts/bulk-edits";

    private final Caller admin = Caller.ofNewTenant();

    @Test
    void previewsWithoutChangingAnything() {
        String acme = account("Acme", ",\"sector\":\"Retail\"");
        account("Beta", ",\"sector\":\"Health\"");

        admin.post(EDITS + "?sector=Retail&sector=Bank", "{\"changes\":{\"region\":\"SP\",\"channel\":null}}")
                .statusCode(201)
                .header("Location", containsString(EDITS + "/"))
                .header("ETag", "\"1\"")
                .body("state", equalTo("PREVIEWED"))
                .body("count", equalTo(1))
                .body("sample.id", contains(acme))
                .body("sample.name", contains("Acme"))
                .body("changes", aMapWithSize(2))
                .body("changes.region", equalTo("SP"))
                .body("changes.channel", nullValue())
                .body("filters.sector", contains("Retail", "Bank"))
                .body("expiresAt", notNullValue())
                .body("changed", nullValue())
                .body("can", contains("APPLY"));

        assertEquals(List.of("CREATED 1"), Outside.events(acme));
        admin.get("/v1/accounts/" + acme).body("region", nullValue());
    }

    @Test
    void countsWhatTheListFindsWithTheSameFilters() {
        attribute("band", "NUMBER");
        account("Água Viva", ",\"tags\":[\"key\"],\"attributes\":{\"band\":\"1.50\"}");
        account("Agua Clara", ",\"tags\":[\"key\",\"old\"],\"attributes\":{\"band\":\"2\"}");
        account("Beta", ",\"tags\":[\"old\"],\"attributes\":{\"band\":\"1.5\"}");
        admin.delete("/v1/accounts/" + account("Agua Rasa", ",\"tags\":[\"key\"]"), "\"1\"")
                .statusCode(204);

        for (String filters :
                List.of("tag=key", "tag=key&tag=old", "q=agua", "q=AGUA viva", "attr.band=1.5", "state=PROSPECT", "")) {
            int listed =
                    admin.get("/v1/accounts?count=true&" + filters).extract().path("total.value");
            assertEquals(listed, preview(filters, "{\"sector\":\"Retail\"}").<Integer>path("count"), filters);
        }
        assertEquals(1, preview("q=AGUA viva", "{\"sector\":\"Retail\"}").<Integer>path("count"));
        assertEquals(2, preview("q=agua", "{\"sector\":\"Retail\"}").<Integer>path("count"));
    }

    @Test
    void changesExactlyTheAccountsOfThePreviewAndKeepsTheirPast() {
        attribute("band", "NUMBER");
        attribute("tier", "TEXT");
        String acme = account(
                "Acme", ",\"sector\":\"Retail\",\"region\":\"SP\",\"attributes\":{\"band\":\"1\",\"tier\":\"A\"}");
        String same = account(
                "Same",
                ",\"sector\":\"Bank\",\"region\":\"SP\",\"tags\":[\"a\",\"b\"],\"attributes\":{\"band\":\"2\"}");
        String other = account("Other", ",\"sector\":\"Retail\",\"region\":\"RJ\"");
        Response preview = preview(
                "region=SP",
                "{\"sector\":\"Bank\",\"tags\":[\"b\",\"a\",\"b\"],\"attributes\":{\"band\":\"2.0\",\"tier\":null}}");

        apply(preview)
                .statusCode(201)
                .header("ETag", "\"2\"")
                .body("changed", equalTo(1))
                .body("unchanged", equalTo(1))
                .body("resource.state", equalTo("APPLIED"))
                .body("resource.appliedAt", notNullValue())
                .body("resource.can", empty());

        admin.get("/v1/accounts/" + acme)
                .header("ETag", "\"2\"")
                .body("name", equalTo("Acme"))
                .body("sector", equalTo("Bank"))
                .body("region", equalTo("SP"))
                .body("tags", contains("a", "b"))
                .body("attributes", aMapWithSize(1))
                .body("attributes.band", equalTo("2"));
        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(acme));
        assertEquals("null", Outside.published(acme, "$.groups[*] ? (@.value == \"Retail\").fromOn"));
        assertEquals("null", Outside.published(acme, "$.groups[*] ? (@.value == \"1\").fromOn"));
        assertEquals(
                "\"Bank\"",
                Outside.published(acme, "$.groups[*] ? (@.dimension == \"sector\" && @.fromOn != null).value"));
        assertEquals(
                "null",
                Outside.published(acme, "$.groups[*] ? (@.dimension == \"attr.tier\" && @.fromOn != null).value"));
        assertEquals(List.of("CREATED 1"), Outside.events(same));
        assertEquals(List.of("CREATED 1"), Outside.events(other));
        admin.get("/v1/accounts/" + other).header("ETag", "\"1\"").body("sector", equalTo("Retail"));
    }

    @Test
    void setsLikeAPatchOfEachAccount() {
        attribute("tier", "TEXT");
        String content = ",\"sector\":\"Retail\",\"region\":\"SP\",\"tags\":[\"x\"],\"attributes\":{\"tier\":\"A\"}";
        String patched = account("One", content);
        String edited = account("Two", content);
        String changes =
                "{\"sector\":\"Bank\",\"region\":null,\"country\":\"US\",\"channel\":\"Inbound\",\"sellerName\":\"Rui\",\"tags\":null,\"attributes\":{\"tier\":\"B\"}}";

        admin.patch("/v1/accounts/" + patched, "\"1\"", changes).statusCode(200);
        apply(preview("q=two", changes)).statusCode(201).body("changed", equalTo(1));

        for (String part :
                List.of("groups", "tags", "sector", "region", "country", "channel", "sellerName", "attributes")) {
            assertEquals(Outside.published(patched, "$." + part), Outside.published(edited, "$." + part), part);
        }
    }

    @Test
    void changesNothingWhenTheFiltersChooseOtherAccounts() {
        String acme = account("Acme", ",\"sector\":\"Retail\"");
        String gone = account("Gone", ",\"sector\":\"Retail\"");
        Response preview = preview("sector=Retail", "{\"region\":\"SP\"}");
        String come = account("Come", ",\"sector\":\"Retail\"");

        apply(preview)
                .statusCode(409)
                .body("code", equalTo("BULK_EDIT_OUTDATED"))
                .body("previewed", equalTo(2))
                .body("matching", equalTo(3));
        admin.patch("/v1/accounts/" + gone, "\"1\"", "{\"sector\":null}").statusCode(200);
        apply(preview)
                .statusCode(409)
                .body("code", equalTo("BULK_EDIT_OUTDATED"))
                .body("matching", equalTo(2));

        assertEquals(List.of("CREATED 1"), Outside.events(acme));
        assertEquals(List.of("CREATED 1"), Outside.events(come));
        admin.patch("/v1/accounts/" + gone, "\"2\"", "{\"sector\":\"Retail\"}").statusCode(200);
        admin.patch("/v1/accounts/" + come, "\"1\"", "{\"sector\":null}").statusCode(200);
        apply(preview).statusCode(201).body("changed", equalTo(2));
    }

    @Test
    void appliesToNobodyWhenNobodyIsChosen() {
        Response preview = preview("sector=None", "{\"region\":\"SP\"}");

        assertEquals(0, preview.<Integer>path("count"));
        apply(preview).statusCode(201).body("changed", equalTo(0)).body("unchanged", equalTo(0));
    }

    @Test
    void namesWhatIsWrongWithFiltersAndChanges() {
        attribute("band", "NUMBER");
        admin.post(EDITS + "?colour=red&pageSize=5&sort=name", "{\"changes\":{\"sector\":\"A\"}}")
                .statusCode(400)
                .body("errors.parameter", containsInAnyOrder("pageSize", "sort"));
        admin.post(EDITS + "?colour=red&state=NEW", "{\"changes\":{\"sector\":\"A\"}}")
                .statusCode(400)
                .body("errors.parameter", containsInAnyOrder("colour", "state"));
        admin.post(
                        EDITS,
                        "{\"changes\":{\"sector\":\"\",\"country\":\"Brazil\",\"name\":\"X\",\"tags\":[\"\"]},\"dryRun\":true}")
                .statusCode(400)
                .body(
                        "errors.pointer",
                        containsInAnyOrder(
                                "/changes/sector", "/changes/country", "/changes/name", "/changes/tags/0", "/dryRun"));
        admin.post(EDITS, "{\"changes\":{\"attributes\":{\"band\":\"high\",\"size\":\"1\"}}}")
                .statusCode(400)
                .body("errors.pointer", contains("/changes/attributes/band", "/changes/attributes/size"))
                .body("errors.code", contains("WRONG_TYPE", "UNKNOWN_FIELD"));
        for (String nothing :
                List.of("{}", "{\"changes\":{}}", "{\"changes\":null}", "{\"changes\":{\"attributes\":{}}}")) {
            admin.post(EDITS, nothing).statusCode(400).body("errors.pointer", contains("/changes"));
        }
        assertEquals(0, Outside.count("select count(*) from account_bulk_edit where tenant_id = ?", admin.tenant()));
    }

    @Test
    void checksTaxIdsOfAccountsThatComeToBrazil() {
        String foreign = account("Foreign", ",\"country\":\"US\",\"taxId\":\"11.222.333/0001-81\"");
        String odd = account("Odd", ",\"country\":\"US\",\"taxId\":\"12-3456789\"");

        admin.post(EDITS, "{\"changes\":{\"country\":\"BR\"}}")
                .statusCode(400)
                .body("code", equalTo("TAX_ID_INVALID"))
                .body("errors.pointer", contains("/changes/country"));
        apply(preview("q=foreign", "{\"country\":null}")).statusCode(201);

        admin.get("/v1/accounts/" + foreign).body("taxId", equalTo("11222333000181"));
        admin.get("/v1/accounts/" + odd).body("country", equalTo("US"));
    }

    @Test
    void isForLeadersOfTheTenantOnly() {
        Response preview = preview("", "{\"region\":\"SP\"}");
        String path = EDITS + "/" + preview.path("id");

        for (String role : List.of("csm", "viewer", "integration")) {
            Caller other = admin.as(role);
            other.post(EDITS, "{\"changes\":{\"region\":\"SP\"}}").statusCode(403);
            other.get(path).statusCode(403);
            other.post(path + "/applications", "\"1\"", "").statusCode(403);
        }
        Caller stranger = Caller.ofNewTenant();
        stranger.get(path).statusCode(404);
        stranger.post(path + "/applications", "\"1\"", "").statusCode(404);
        admin.as("cs-leader").get(path).statusCode(200).header("ETag", "\"1\"").body("state", equalTo("PREVIEWED"));
    }

    @Test
    void reachesNoOtherTenantsAccounts() {
        Caller neighbour = Caller.ofNewTenant();
        String theirs = neighbour.made("/v1/accounts", "{\"name\":\"Theirs\"}");

        Response preview = preview("id=" + theirs, "{\"region\":\"SP\"}");
        assertEquals(0, preview.<Integer>path("count"));
        apply(preview("", "{\"region\":\"SP\"}")).body("changed", equalTo(0));

        assertEquals(List.of("CREATED 1"), Outside.events(theirs));
    }

    @Test
    void appliesOnceAndInTime() {
        String acme = account("Acme", "");
        Response preview = preview("", "{\"region\":\"SP\"}");
        String path = EDITS + "/" + preview.path("id");

        admin.request().post(path + "/applications").then().statusCode(428);
        admin.post(path + "/applications", "\"9\"", "").statusCode(412).body("current.state", equalTo("PREVIEWED"));
        String once = keyed(path, "k-1").then().statusCode(201).extract().asString();
        Response again = keyed(path, "k-1");
        assertEquals(once, again.asString());
        again.then().statusCode(201).header("Idempotency-Replayed", "true");
        admin.post(path + "/applications", "\"2\"", "").statusCode(409).body("code", equalTo("BULK_EDIT_APPLIED"));
        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(acme));

        Response late = preview("", "{\"region\":\"RJ\"}");
        Outside.execute(
                "update account_bulk_edit set expires_at = now() where id = cast(? as uuid)", late.<String>path("id"));
        admin.get(EDITS + "/" + late.path("id"))
                .body("state", equalTo("EXPIRED"))
                .body("can", empty());
        apply(late).statusCode(409).body("code", equalTo("BULK_EDIT_EXPIRED"));
        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(acme));
    }

    @Test
    void forgetsPreviewsThatNobodyApplied() {
        account("Acme", "");
        Response old = preview("", "{\"region\":\"RJ\"}");
        Response over = preview("", "{\"region\":\"RJ\"}");
        Response applied = preview("", "{\"region\":\"SP\"}");
        apply(applied).statusCode(201);
        expire(old, "8 days");
        expire(over, "6 days");
        expire(applied, "8 days");

        Response latest = preview("", "{\"region\":\"RJ\"}");

        admin.get(EDITS + "/" + old.path("id")).statusCode(404);
        admin.get(EDITS + "/" + over.path("id")).body("state", equalTo("EXPIRED"));
        admin.get(EDITS + "/" + applied.path("id")).body("state", equalTo("APPLIED"));
        admin.get(EDITS + "/" + latest.path("id")).body("state", equalTo("PREVIEWED"));
    }

    private static void expire(Response preview, String ago) {
        Outside.execute(
                "update account_bulk_edit set expires_at = now() - cast(? as interval) where id = cast(? as uuid)",
                ago,
                preview.<String>path("id"));
    }

    @Test
    void anIdempotencyKeyIsBoundToTheFilters() {
        String body = "{\"changes\":{\"region\":\"SP\"}}";
        String first = admin.request()
                .header("Idempotency-Key", "k-1")
                .body(body)
                .post(EDITS + "?sector=A")
                .path("id");

        admin.request()
                .header("Idempotency-Key", "k-1")
                .body(body)
                .post(EDITS + "?sector=A")
                .then()
                .statusCode(201)
                .body("id", equalTo(first));
        admin.request()
                .header("Idempotency-Key", "k-1")
                .body(body)
                .post(EDITS + "?sector=B")
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
    }

    @Test
    void refusesMoreThanOneTransactionChanges() {
        Outside.execute(
                "insert into account (tenant_id, id, name) select ?, uuidv7(), 'A' || n from generate_series(1, 50001) n",
                admin.tenant());

        admin.post(EDITS, "{\"changes\":{\"region\":\"SP\"}}")
                .statusCode(400)
                .body("code", equalTo("BULK_EDIT_TOO_LARGE"))
                .body("max", equalTo(50_000));
    }

    @Test
    void leavesATraceOfItselfAndOfEachAccount() {
        String acme = account("Acme", ",\"sector\":\"Retail\",\"region\":\"SP\"");
        String same = account("Same", ",\"sector\":\"Bank\"");
        Response preview = preview("", "{\"sector\":\"Bank\"}");
        apply(preview).statusCode(201);

        String entries = "/v1/admin/accounts/audit-entries?aggregateId=";
        admin.get(entries + preview.path("id")).statusCode(200).body("items.action", contains("CREATED", "APPLIED"));
        admin.get(entries + acme)
                .body("items.action", contains("CREATED", "CHANGED"))
                .body("items[1].actorName", notNullValue())
                .body("items[1].before", equalTo(Map.of("sector", "Retail")))
                .body("items[1].after", equalTo(Map.of("sector", "Bank", "bulkEditId", preview.path("id"))));
        admin.get(entries + same).body("items.action", contains("CREATED"));
    }

    private String account(String name, String more) {
        return admin.made(
                "/v1/accounts", "{\"name\":\"" + name + "\",\"externalId\":\"" + UuidV7.next() + "\"" + more + "}");
    }

    private void attribute(String key, String type) {
        admin.made(
                "/v1/settings/attributes",
                "{\"key\":\"" + key + "\",\"labelEn\":\"" + key + "\",\"labelPtBr\":\"" + key + "\",\"type\":\"" + type
                        + "\"}");
    }

    private Response preview(String filters, String changes) {
        return admin.request()
                .body("{\"changes\":" + changes + "}")
                .post(filters.isEmpty() ? EDITS : EDITS + "?" + filters)
                .then()
                .statusCode(201)
                .extract()
                .response();
    }

    private ValidatableResponse apply(Response preview) {
        return admin.request()
                .header("If-Match", "\"1\"")
                .post(EDITS + "/" + preview.path("id") + "/applications")
                .then();
    }

    private Response keyed(String path, String key) {
        return admin.request()
                .header("If-Match", "\"1\"")
                .header("Idempotency-Key", key)
                .post(path + "/applications");
    }
}
