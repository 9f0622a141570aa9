package io.farol.accounts.fxrate;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class FxRateApiTest {
    private final Caller admin = Caller.ofNewTenant();

    @Test
    void recordsARateOfACurrencyOnceADay() {
        String id =
                admin.made("/v1/fx-rates", "{\"currency\":\"USD\",\"ratedOn\":\"2026-03-31\",\"rate\":\"5.43210\"}");

        admin.get("/v1/fx-rates/" + id).header("ETag", "\"1\"").body("rate", equalTo("5.4321"));
        assertEquals("\"5.4321\"", Outside.published(id, "$.rate"));
        admin.patch("/v1/settings", "\"1\"", "{\"reportingCurrency\":\"EUR\"}")
                .statusCode(409)
                .body("code", equalTo("REPORTING_CURRENCY_FIXED"));
        admin.post("/v1/fx-rates", "{\"currency\":\"USD\",\"ratedOn\":\"2026-03-31\",\"rate\":\"5.5\"}")
                .statusCode(409)
                .body("code", equalTo("FX_RATE_EXISTS"))
                .body("existingId", equalTo(id));
    }

    @Test
    void correctsARateAndTheFeedLearnsIt() {
        String id = admin.made("/v1/fx-rates", "{\"currency\":\"EUR\",\"ratedOn\":\"2026-03-31\",\"rate\":\"6\"}");

        admin.patch("/v1/fx-rates/" + id, "\"1\"", "{\"rate\":\"6.1\"}")
                .statusCode(200)
                .header("ETag", "\"2\"");
        admin.patch("/v1/fx-rates/" + id, "\"2\"", "{\"rate\":\"6.10\"}").header("ETag", "\"2\"");
        admin.patch("/v1/fx-rates/" + id, "\"2\"", "{\"currency\":\"USD\"}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/currency"));

        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(id));
    }

    @Test
    void listsByCurrencyAndDay() {
        for (String day : List.of("2026-01-31", "2026-02-28", "2026-03-31")) {
            admin.made("/v1/fx-rates", "{\"currency\":\"USD\",\"ratedOn\":\"" + day + "\",\"rate\":\"5\"}");
        }
        admin.made("/v1/fx-rates", "{\"currency\":\"EUR\",\"ratedOn\":\"2026-02-28\",\"rate\":\"6\"}");

        admin.get("/v1/fx-rates?currency=USD&ratedOnFrom=2026-02-28&sort=-ratedOn")
                .statusCode(200)
                .body("items.ratedOn", contains("2026-03-31", "2026-02-28"));
    }

    @Test
    void refusesWhatIsNoRate() {
        admin.post("/v1/fx-rates", "{\"currency\":\"BRL\",\"ratedOn\":\"2026-03-31\",\"rate\":\"1\"}")
                .statusCode(409)
                .body("code", equalTo("RATE_OF_REPORTING_CURRENCY"));
        admin.post("/v1/fx-rates", "{\"currency\":\"USD\",\"ratedOn\":\"2026-03-31\",\"rate\":\"0\"}")
                .statusCode(400)
                .body("code", equalTo("OUT_OF_RANGE"));
        admin.as("csm")
                .post("/v1/fx-rates", "{\"currency\":\"USD\",\"ratedOn\":\"2026-03-31\",\"rate\":\"5\"}")
                .statusCode(403);
    }

    @Test
    void aBatchRecordsAndCorrectsAndFailsNoOther() {
        String march = admin.made("/v1/fx-rates", "{\"currency\":\"USD\",\"ratedOn\":\"2026-03-31\",\"rate\":\"5\"}");
        String items = """
                {"items":[{"currency":"USD","ratedOn":"2026-03-31","rate":"5.10"},{"currency":"USD","ratedOn":"2026-04-30","rate":"5.2"},
                          {"currency":"BRL","ratedOn":"2026-04-30","rate":"1"},{"currency":"EUR","ratedOn":"2026-04-30","rate":"0"},
                          {"currency":"USD","rate":"6"},{"currency":"USD","ratedOn":"2026-04-30","rate":"5.20"}]}""";

        admin.as("integration")
                .post("/v1/fx-rates/batches", items)
                .statusCode(200)
                .body("results.status", contains("UPDATED", "CREATED", "REJECTED", "REJECTED", "REJECTED", "UNCHANGED"))
                .body("results.etag", contains("\"2\"", "\"1\"", null, null, null, "\"1\""))
                .body("results[0].id", equalTo(march))
                .body("results[2].problem.code", equalTo("RATE_OF_REPORTING_CURRENCY"))
                .body("results[3].problem.code", equalTo("OUT_OF_RANGE"))
                .body("results[4].problem.errors.pointer", contains("/ratedOn"));
        admin.post("/v1/fx-rates/batches", items)
                .body(
                        "results.status",
                        contains("UNCHANGED", "UNCHANGED", "REJECTED", "REJECTED", "REJECTED", "UNCHANGED"));

        admin.get("/v1/fx-rates?sort=ratedOn").body("items.rate", contains("5.1", "5.2"));
        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(march));
        assertEquals(3, Outside.count("select count(*) from outbox where tenant_id = ?", admin.tenant()));
        assertEquals(
                3,
                Outside.count(
                        "select count(*) from audit_entry where tenant_id = ? and aggregate_type = 'FX_RATE'",
                        admin.tenant()));
        Caller.ofNewTenant().post("/v1/fx-rates/batches", items).body("results[0].status", equalTo("CREATED"));
        for (String role : List.of("csm", "viewer")) {
            admin.as(role).post("/v1/fx-rates/batches", items).statusCode(403);
        }
    }
}
