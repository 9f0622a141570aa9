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
}
