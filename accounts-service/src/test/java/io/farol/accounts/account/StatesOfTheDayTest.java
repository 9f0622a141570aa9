package io.farol.accounts.account;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What changes by date alone is told, once. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class StatesOfTheDayTest {
    private static final String AUDITED = """
            select count(*) from audit_entry
             where aggregate_id = cast(? as uuid) and action = 'STATE_CHANGED' and state_before ->> 'state' = ? and state_after ->> 'state' = ? and state_after ->> 'on' = ?""";

    private final Caller admin = Caller.ofNewTenant();
    private int settings = 1;

    @Inject
    StatesOfTheDay job;

    @Test
    void tellsEachAccountWhoseContractOrFreezeBeginsOrEnds() {
        itIs("2026-05-10");
        String acme = admin.made("/v1/accounts", "{\"name\":\"Acme\",\"activatedOn\":\"2026-05-11\"}");
        String other = admin.made("/v1/accounts", "{\"name\":\"Other\",\"activatedOn\":\"2026-05-11\"}");
        String product = admin.made("/v1/products", "{\"code\":\"CRM\",\"name\":\"CRM\",\"kind\":\"PLAN\"}");
        admin.made("/v1/contracts", """
                {"accountId":"%s","termStartsOn":"2026-05-12","termEndsOn":"2026-05-20","lines":[{"externalId":"L","productId":"%s","quantity":"1",
                 "unitPrice":{"amount":"10","currency":"BRL"},"billingPeriodMonths":1,"startsOn":"2026-05-12"}]}""".formatted(acme, product));
        admin.post("/v1/accounts/" + acme + "/freezes", "\"1\"", """
                {"from":"2026-05-13","until":"2026-05-15","reason":"Reorganisation"}""").statusCode(201);
        job.look();

        itIs("2026-05-11");
        assertEquals(List.of("CREATED 1", "FROZEN 2"), Outside.events(acme), "still a prospect");
        itIs("2026-05-12");
        job.look();
        assertEquals(List.of("CREATED 1", "FROZEN 2", "STATE_CHANGED 3"), Outside.events(acme), "once a day");
        itIs("2026-05-13");
        admin.get("/v1/accounts/" + acme).body("state", equalTo("FROZEN")).header("ETag", equalTo("\"4\""));
        itIs("2026-05-18"); // two days of changes that meet: frozen until the 15th, active since
        itIs("2026-05-20");

        assertEquals(
                List.of(
                        "CREATED 1",
                        "FROZEN 2",
                        "STATE_CHANGED 3",
                        "STATE_CHANGED 4",
                        "STATE_CHANGED 5",
                        "STATE_CHANGED 6"),
                Outside.events(acme));
        assertEquals("\"2026-05-15\"", Outside.published(acme, "$.freezes[0].until"));
        assertEquals(1, Outside.count(AUDITED, acme, "PROSPECT", "ACTIVE", "2026-05-12"));
        assertEquals(1, Outside.count(AUDITED, acme, "ACTIVE", "FROZEN", "2026-05-13"));
        assertEquals(1, Outside.count(AUDITED, acme, "FROZEN", "ACTIVE", "2026-05-18"));
        assertEquals(1, Outside.count(AUDITED, acme, "ACTIVE", "CHURNED", "2026-05-20"));
        assertEquals(List.of("CREATED 1"), Outside.events(other));
    }

    private void itIs(String day) {
        Outside.makeSandbox(admin.tenant());
        admin.patch("/v1/settings", "\"" + settings++ + "\"", "{\"businessDate\":\"" + day + "\"}")
                .statusCode(200);
        job.look();
    }
}
