package io.farol.accounts.account;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.runtime.id.UuidV7;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class AccountApiTest {
    private final Caller admin = Caller.ofNewTenant();
    private final Caller csm = admin.as("csm");

    @Test
    void makesAnAccountAndPublishesIt() {
        String id = csm.post("/v1/accounts", """
                        {"name":" Água Viva ","externalId":"A-1","taxId":"12.abc.345/01DE-35","sector":"Retail","region":"SP","country":"BR","channel":"Inbound","sellerName":"Rui",
                         "employees":120,"areaEmployees":10,"annualRevenue":{"amount":"1500000.00","currency":"BRL"},"customerSince":"2024-02-01","tags":["b","a","b"]}""")
                .statusCode(201)
                .header("Location", containsString("/v1/accounts/"))
                .header("ETag", "\"1\"")
                .body("name", equalTo("Água Viva"))
                .body("taxId", equalTo("12ABC34501DE35"))
                .body("state", equalTo("PROSPECT"))
                .body("tags", contains("a", "b"))
                .body("can", hasItem("CHANGE"))
                .body("can", not(hasItem("ARCHIVE")))
                .extract()
                .path("id");

        admin.as("viewer")
                .get("/v1/accounts/" + id)
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("annualRevenue.amount", equalTo("1500000.00"))
                .body("can", hasSize(0));
        assertEquals(List.of("CREATED 1"), Outside.events(id));
        assertEquals("15000000000", Outside.published(id, "$.annualRevenueE4"));
        assertEquals(
                "{\"value\": \"Retail\", \"fromOn\": null, \"dimension\": \"sector\"}",
                Outside.published(id, "$.groups[*] ? (@.dimension == \"sector\")"));
    }

    @Test
    void tellsAllFaultsOfABodyAtOnce() {
        csm.post(
                        "/v1/accounts",
                        "{\"name\":\"\",\"employees\":-1,\"colour\":\"red\",\"country\":\"Brazil\",\"customerSince\":\"soon\"}")
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"))
                .body("errors", hasSize(5));
        csm.post(
                        "/v1/accounts",
                        "{\"name\":\"A\",\"taxId\":\"11.222.333/0001-80\",\"parentAccountId\":\"" + UuidV7.next()
                                + "\",\"attributes\":{\"size\":\"1\"}}")
                .body("errors.pointer", contains("/taxId", "/parentAccountId", "/attributes/size"))
                .body("errors.code", contains("TAX_ID_INVALID", "UNKNOWN_REFERENCE", "UNKNOWN_FIELD"));
    }

    @Test
    void checksATaxIdOnlyInBrazil() {
        csm.post("/v1/accounts", "{\"name\":\"A\",\"country\":\"US\",\"taxId\":\"12-3456789\"}")
                .statusCode(201)
                .body("taxId", equalTo("12-3456789"));
        csm.post("/v1/accounts", "{\"name\":\"A\",\"taxId\":\"111.444.777-35\"}")
                .statusCode(201)
                .body("taxId", equalTo("11144477735"));
    }

    @Test
    void anExternalIdIsTakenOnce() {
        String id = csm.made("/v1/accounts", "{\"name\":\"Acme\",\"externalId\":\"A-1\"}");

        csm.post("/v1/accounts", "{\"name\":\"Other\",\"externalId\":\"A-1\"}")
                .statusCode(409)
                .body("code", equalTo("EXTERNAL_ID_TAKEN"))
                .body("existingId", equalTo(id));
        Caller.ofNewTenant()
                .post("/v1/accounts", "{\"name\":\"Other\",\"externalId\":\"A-1\"}")
                .statusCode(201);
        csm.get("/v1/accounts?externalId=A-1").body("items.id", contains(id));
        csm.get("/v1/accounts/by-external-id/A-1").statusCode(200).body("id", equalTo(id));
        csm.get("/v1/accounts/by-external-id/A%2F1").statusCode(400).body("code", equalTo("EXTERNAL_ID_NOT_PATH_SAFE"));
    }

    @Test
    void changesWithTheEtagThatWasSeen() {
        String id = csm.made("/v1/accounts", "{\"name\":\"Acme\",\"employees\":5}");

        csm.patch("/v1/accounts/" + id, "\"1\"", "{\"employees\":null,\"region\":\"RJ\"}")
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("employees", nullValue());
        csm.patch("/v1/accounts/" + id, "\"1\"", "{\"name\":\"X\"}")
                .statusCode(412)
                .body("current.region", equalTo("RJ"))
                .body("currentEtag", equalTo("\"2\""));
        csm.request()
                .body("{\"name\":\"X\"}")
                .patch("/v1/accounts/" + id)
                .then()
                .statusCode(428);
        csm.patch("/v1/accounts/" + id, "\"2\"", "{\"region\":\"RJ\"}").header("ETag", "\"2\"");

        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(id));
    }

    @Test
    void putsByExternalId() {
        String id = csm.put("/v1/accounts/by-external-id/A-9", "{\"name\":\"Acme\",\"sector\":\"Retail\"}")
                .statusCode(201)
                .header("ETag", "\"1\"")
                .extract()
                .path("id");

        csm.put("/v1/accounts/by-external-id/A-9", "{\"name\":\"Acme\"}")
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("sector", equalTo("Retail"));
        csm.put("/v1/accounts/by-external-id/A-9", "{\"sector\":null,\"externalId\":\"A-9\"}")
                .header("ETag", "\"2\"")
                .body("sector", nullValue());
        csm.put("/v1/accounts/by-external-id/A-9", "{\"externalId\":\"A-8\"}").statusCode(400);

        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(id));
    }

    @Test
    void groupValuesAreDatedFromTheirFirstChange() {
        Outside.makeSandbox(admin.tenant());
        admin.patch("/v1/settings", "\"1\"", "{\"businessDate\":\"2026-05-10\"}")
                .statusCode(200);
        admin.made(
                "/v1/settings/attributes",
                "{\"key\":\"band\",\"labelEn\":\"Band\",\"labelPtBr\":\"Faixa\",\"type\":\"NUMBER\"}");
        String id = csm.made(
                "/v1/accounts", "{\"name\":\"Acme\",\"sector\":\"Retail\",\"attributes\":{\"band\":\"1.50\"}}");
        String sector = "$.groups[*] ? (@.dimension == \"sector\" && @.fromOn == ";

        csm.patch(
                        "/v1/accounts/" + id,
                        "\"1\"",
                        "{\"sector\":\"Health\",\"region\":\"SP\",\"attributes\":{\"band\":\"2\"}}")
                .statusCode(200)
                .body("attributes.band", equalTo("2"));

        assertEquals("\"Retail\"", Outside.published(id, sector + "null).value"));
        assertEquals("\"Health\"", Outside.published(id, sector + "\"2026-05-10\").value"));
        assertEquals("null", Outside.published(id, "$.groups[*] ? (@.dimension == \"region\").fromOn"));
        assertEquals(
                "\"2026-05-10\"",
                Outside.published(id, "$.groups[*] ? (@.dimension == \"attr.band\" && @.value == \"2\").fromOn"));
        assertEquals(
                "null",
                Outside.published(id, "$.groups[*] ? (@.dimension == \"attr.band\" && @.value == \"1.5\").fromOn"));

        csm.patch("/v1/accounts/" + id, "\"2\"", "{\"sector\":\"Bank\",\"effectiveOn\":\"2026-02-01\"}")
                .statusCode(200);
        assertEquals("\"Bank\"", Outside.published(id, sector + "\"2026-02-01\").value"));
        assertEquals(
                2,
                Outside.count(
                        "select count(*) from account_group_value where dimension = 'sector' and account_id = cast(? as uuid)",
                        id));
        csm.patch("/v1/accounts/" + id, "\"3\"", "{\"sector\":null,\"effectiveOn\":\"2026-03-01\"}")
                .statusCode(200);
        assertEquals("null", Outside.published(id, sector + "\"2026-03-01\").value"));
        csm.patch("/v1/accounts/" + id, "\"4\"", "{\"sector\":\"X\",\"effectiveOn\":\"2026-05-11\"}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/effectiveOn"));
    }

    @Test
    void hasACsmFromADayOn() {
        Outside.makeSandbox(admin.tenant());
        admin.patch("/v1/settings", "\"1\"", "{\"businessDate\":\"2026-05-10\"}")
                .statusCode(200);
        String bia = member("Bia", "CSM", "");
        String eva = member("Eva", "CSM", "");
        String id = admin.made("/v1/accounts", "{\"name\":\"Acme\",\"csmId\":\"" + bia + "\"}");
        String since = "$.groups[*] ? (@.dimension == \"csm\" && @.fromOn == ";
        assertEquals("\"" + bia + "\"", Outside.published(id, since + "null).value"));

        admin.patch("/v1/accounts/" + id, "\"1\"", "{\"csmId\":\"" + eva + "\",\"effectiveOn\":\"2026-04-01\"}")
                .statusCode(200)
                .body("csmId", equalTo(eva))
                .body("csmName", equalTo("Eva"));

        assertEquals("\"" + eva + "\"", Outside.published(id, "$.csmId"));
        assertEquals("\"" + bia + "\"", Outside.published(id, since + "null).value"));
        assertEquals("\"" + eva + "\"", Outside.published(id, since + "\"2026-04-01\").value"));
    }

    @Test
    void refusesWhoCannotBeItsCsm() {
        String seller = member("Rui", "EXPANSION", "");
        String gone = member("Leo", "CSM", "");
        admin.delete("/v1/team/members/" + gone, "\"1\"").statusCode(204);
        String stranger = Caller.ofNewTenant().made("/v1/team/members", "{\"name\":\"Bia\",\"roles\":[\"CSM\"]}");

        for (String[] each :
                new String[][] {{seller, "MEMBER_NOT_CSM"}, {gone, "UNKNOWN_REFERENCE"}, {stranger, "UNKNOWN_REFERENCE"}
                }) {
            csm.post("/v1/accounts", "{\"name\":\"Acme\",\"csmId\":\"" + each[0] + "\"}")
                    .body("errors.pointer", contains("/csmId"))
                    .body("errors.code", contains(each[1]));
        }
        csm.get("/v1/accounts").body("items", hasSize(0));
    }

    @Test
    void findsTheAccountsOfACsm() {
        String ana = member("Ana", "CSM", ",\"userName\":\"Ana@" + admin.tenant() + "\"");
        String bia = member("Bia", "CSM", "");
        admin.made("/v1/accounts", "{\"name\":\"Acme\",\"csmId\":\"" + ana + "\"}");
        admin.made("/v1/accounts", "{\"name\":\"Beta\",\"csmId\":\"" + bia + "\"}");
        admin.made("/v1/accounts", "{\"name\":\"Caju\"}");

        csm.get("/v1/accounts?csm=me").body("items.name", contains("Acme"));
        csm.get("/v1/accounts?csm=" + bia).body("items.name", contains("Beta"));
        csm.get("/v1/accounts?csm=me&csm=" + bia + "&sort=name").body("items.name", contains("Acme", "Beta"));
        csm.get("/v1/accounts?csm=nobody").body("items", hasSize(0));
        Caller.ofNewTenant().get("/v1/accounts?csm=me&csm=" + bia).body("items", hasSize(0));
    }

    @Test
    void filtersSortsAndFinds() {
        admin.made(
                "/v1/settings/attributes",
                "{\"key\":\"band\",\"labelEn\":\"Band\",\"labelPtBr\":\"Faixa\",\"type\":\"TEXT\"}");
        csm.made("/v1/accounts", "{\"name\":\"beta\",\"sector\":\"Retail\",\"tags\":[\"x\"],\"employees\":3}");
        csm.made(
                "/v1/accounts",
                "{\"name\":\"Ágata\",\"sector\":\"Health\",\"attributes\":{\"band\":\"gold\"},\"employees\":2}");
        csm.made("/v1/accounts", "{\"name\":\"Caju\",\"sector\":\"Bank\",\"region\":\"SP\",\"employees\":1}");

        csm.get("/v1/accounts?sort=name").body("items.name", contains("Ágata", "beta", "Caju"));
        csm.get("/v1/accounts?sort=employees").body("items.name", contains("Caju", "Ágata", "beta"));
        csm.get("/v1/accounts?q=agata").body("items.name", contains("Ágata"));
        csm.get("/v1/accounts?sector=Retail&sector=Health&sort=name").body("items.name", contains("Ágata", "beta"));
        csm.get("/v1/accounts?sector=Retail&tag=x&tag=y").body("items.name", contains("beta"));
        csm.get("/v1/accounts?attr.band=gold").body("items.name", contains("Ágata"));
        csm.get("/v1/accounts?attr.band=silver").body("items", hasSize(0));
        csm.get("/v1/accounts?state=PROSPECT&region=SP").body("items.name", contains("Caju"));
        csm.get("/v1/accounts?state=ACTIVE").body("items", hasSize(0));
        String token = csm.get("/v1/accounts?sort=name&pageSize=2").extract().path("nextPageToken");
        csm.get("/v1/accounts?sort=name&pageSize=2&pageToken=" + token).body("items.name", contains("Caju"));
        csm.get("/v1/accounts?colour=red&state=HAPPY").statusCode(400).body("errors", hasSize(2));
    }

    @Test
    void archivesAndRestores() {
        String id = admin.made("/v1/accounts", "{\"name\":\"Acme\",\"externalId\":\"A-1\"}");

        csm.delete("/v1/accounts/" + id, "\"1\"").statusCode(403);
        admin.delete("/v1/accounts/" + id, "\"1\"").statusCode(204);

        admin.get("/v1/accounts").body("items", hasSize(0));
        admin.get("/v1/accounts/archived").body("items.id", contains(id));
        admin.get("/v1/accounts/" + id)
                .body("isArchived", equalTo(true))
                .body("can", contains("RESTORE"))
                .header("ETag", "\"2\"");
        admin.patch("/v1/accounts/" + id, "\"2\"", "{\"name\":\"X\"}").body("code", equalTo("ACCOUNT_ARCHIVED"));
        admin.post("/v1/accounts/" + id + "/restorations", "\"2\"", "")
                .statusCode(201)
                .header("ETag", "\"3\"")
                .body("resource.isArchived", equalTo(false));
        assertEquals(List.of("CREATED 1", "ARCHIVED 2", "RESTORED 3"), Outside.events(id));

        admin.delete("/v1/accounts/" + id, "\"3\"").statusCode(204);
        Outside.execute("update account set archived_at = now() - interval '31 days' where id = cast(? as uuid)", id);
        admin.post("/v1/accounts/" + id + "/restorations", "\"4\"", "")
                .statusCode(409)
                .body("code", equalTo("ARCHIVED_TOO_LONG_AGO"));
    }

    @Test
    void noAccountIsAboveItself() {
        String top = csm.made("/v1/accounts", "{\"name\":\"Top\"}");
        String below = csm.made("/v1/accounts", "{\"name\":\"Below\",\"parentAccountId\":\"" + top + "\"}");

        csm.get("/v1/accounts/" + below).body("parentAccountName", equalTo("Top"));
        csm.patch("/v1/accounts/" + top, "\"1\"", "{\"parentAccountId\":\"" + below + "\"}")
                .statusCode(409)
                .body("code", equalTo("PARENT_CYCLE"));
        csm.patch("/v1/accounts/" + top, "\"1\"", "{\"parentAccountId\":\"" + top + "\"}")
                .body("code", equalTo("PARENT_CYCLE"));
        csm.get("/v1/accounts?parentAccountId=" + top).body("items.id", contains(below));
    }

    @Test
    void noBatchPutsAnAccountAboveItself() {
        String one = csm.made("/v1/accounts", "{\"name\":\"One\",\"externalId\":\"A-1\"}");
        String two = csm.made("/v1/accounts", "{\"name\":\"Two\",\"externalId\":\"A-2\"}");

        csm.post("/v1/accounts/batches", """
                {"items":[{"externalId":"A-1","parentAccountId":"%s"},{"externalId":"A-2","parentAccountId":"%s"}]}""".formatted(two, one))
                .statusCode(200)
                .body("results.status", contains("UPDATED", "REJECTED"))
                .body("results[1].problem.code", equalTo("PARENT_CYCLE"));
    }

    @Test
    void anotherTenantSeesNothing() {
        String id = csm.made("/v1/accounts", "{\"name\":\"Acme\"}");
        Caller stranger = Caller.ofNewTenant();

        stranger.get("/v1/accounts/" + id).statusCode(404).body("code", equalTo("NOT_FOUND"));
        stranger.patch("/v1/accounts/" + id, "\"1\"", "{\"name\":\"X\"}").statusCode(404);
        stranger.delete("/v1/accounts/" + id, "\"1\"").statusCode(404);
        stranger.get("/v1/accounts?id=" + id).body("items", hasSize(0));
        stranger.post("/v1/accounts", "{\"name\":\"B\",\"parentAccountId\":\"" + id + "\"}")
                .statusCode(422);
    }

    /** Example 9 of the specification. */
    @Test
    void anIdempotencyKeyMakesOneAccount() {
        String acme = "{\"name\":\"Acme\",\"externalId\":\"A-1\"}";
        String first = csm.request()
                .header("Idempotency-Key", "k1")
                .body(acme)
                .post("/v1/accounts")
                .then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .extract()
                .asString();

        String again = csm.request()
                .header("Idempotency-Key", "k1")
                .body(acme)
                .post("/v1/accounts")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .extract()
                .asString();

        assertEquals(first, again);
        csm.request()
                .header("Idempotency-Key", "k1")
                .body("{\"name\":\"Other\"}")
                .post("/v1/accounts")
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
        assertEquals(1, Outside.count("select count(*) from account where tenant_id = ?", csm.tenant()));
        assertEquals(1, Outside.count("select count(*) from outbox where tenant_id = ?", csm.tenant()));
    }

    @Test
    void aBatchFailsNoOther() {
        csm.post(
                        "/v1/accounts/batches",
                        "{\"items\":[{\"name\":\"Acme\",\"externalId\":\"A-1\"},{\"name\":\"\"},{\"name\":\"Beta\"},{\"externalId\":\"A-1\",\"sector\":\"Bank\"},{\"externalId\":\"A-1\"}]}")
                .statusCode(200)
                .body("results.status", contains("CREATED", "REJECTED", "CREATED", "UPDATED", "UNCHANGED"))
                .body("results[1].problem.code", equalTo("REQUIRED"))
                .body("results[3].etag", equalTo("\"2\""));
    }

    private String member(String name, String role, String more) {
        return admin.made("/v1/team/members", "{\"name\":\"" + name + "\",\"roles\":[\"" + role + "\"]" + more + "}");
    }
}
