package io.farol.onboarding.onboarding;

import static io.farol.onboarding.Clients.TODAY;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.onboarding.AccountsStandIn;
import io.farol.onboarding.Caller;
import io.farol.onboarding.Clients;
import io.farol.onboarding.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The board of phases and owners; example 6 of examples.md. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(AccountsStandIn.class)
class OnboardingBoardApiTest {
    private static final String HIGH = ",\"groups\":[{\"dimension\":\"touch\",\"value\":\"HIGH\",\"fromOn\":null}]";

    private final Caller admin = Caller.ofNewTenant();
    private final Clients clients = Clients.of(admin.tenant());

    @Test
    void showsExampleSix() {
        for (int days : new int[] {3, 5, 7, 9, 12}) {
            through("TRAINING", days);
        }
        String acme = inTraining("Acme", 12);
        admin.patch("/v1/onboardings/" + acme, etag(acme), """
                {"ownerName":"Rui","training":{"usersToTrain":1,"usersTrained":1},"plan":{"goLiveOn":"2026-04-20"}}""").statusCode(200);

        admin.get("/v1/onboardings/board?by=PHASE")
                .statusCode(200)
                .body("columns.key", contains("TRIAGE", "SCHEDULING", "TRAINING", "FIRST_VALUE", "DELIVERY"))
                .body("columns[2].label", equalTo("Training"))
                .body("columns[2].count", equalTo(1))
                .body("columns[2].lateCount", equalTo(1))
                .body("columns[2].nextPageToken", nullValue())
                .body("columns[2].items[0].onboardingId", equalTo(acme))
                .body("columns[2].items[0].accountName", equalTo("Acme"))
                .body("columns[2].items[0].daysInPhase", equalTo(12))
                .body("columns[2].items[0].segmentP75Days", equalTo(9))
                .body("columns[2].items[0].isLate", equalTo(true))
                .body("columns[2].items[0].isPaused", equalTo(false))
                .body("columns[2].items[0].missing", contains("TRAINING_CSAT_ASKED"))
                .body("columns[2].items[0].plannedGoLiveOn", equalTo("2026-04-20"))
                .body("columns[2].items[0].ttfvDays", nullValue())
                .body("columns[2].items[0].ownerName", equalTo("Rui"))
                .body("columns[2].items[0].etag", equalTo(etag(acme)))
                .body("columns[2].items[0].can", hasItem("MOVE"))
                .body("totals.count", equalTo(1))
                .body("asOf", equalTo(TODAY.toString()))
                .body("freshness[0].source", equalTo("accounts"));
        admin.request()
                .header("Accept-Language", "pt-BR")
                .get("/v1/onboardings/board")
                .then()
                .body("columns.label", contains("Triagem", "Agendamento", "Treinamento", "Primeiro Valor", "Entrega"));
    }

    @Test
    void judgesByTheHistoryOfTheSegmentWhenItIsLongEnough() {
        for (int i = 0; i < 4; i++) {
            through("TRAINING", 2);
        }
        String acme = inTraining("Acme", 12);
        card(acme, "segmentP75Days", null);

        through("TRAINING", 2);
        card(acme, "segmentP75Days", 2);
        card(acme, "isLate", true);

        String high = inTraining("High", 12, HIGH);
        card(high, "segmentP75Days", null);
        card(high, "isLate", false);
    }

    @Test
    void putsLateOnesFirstAndCountsNoPauses() {
        String rested = inTraining("Rested", 10);
        Outside.execute(
                "insert into onboarding_pause (tenant_id, id, onboarding_id, from_on, until_on, reason) values (?, uuidv7(), cast(? as uuid), ?, ?, 'x')",
                admin.tenant(),
                rested,
                TODAY.minusDays(9),
                TODAY.minusDays(2));
        String young = inTraining("Young", 5);
        String late = inTraining("Late", 1);
        Outside.execute(
                "update onboarding_phase set planned_ends_on = ? where onboarding_id = cast(? as uuid) and phase = 'TRAINING'",
                TODAY.minusDays(1),
                late);

        admin.get("/v1/onboardings/board?column=TRAINING")
                .body("columns", hasSize(1))
                .body("columns[0].items.onboardingId", contains(late, young, rested))
                .body("columns[0].items.daysInPhase", contains(1, 5, 3))
                .body("totals.lateCount", equalTo(1));
    }

    @Test
    void pagesOneColumn() {
        List<String> ids = new ArrayList<>();
        for (int days = 5; days > 0; days--) {
            ids.add(inTraining("C" + days, days));
        }
        List<String> read = new ArrayList<>();
        String token = admin.get("/v1/onboardings/board?pageSize=2")
                .body("columns[2].count", equalTo(5))
                .body("columns[2].items", hasSize(2))
                .extract()
                .path("columns[2].nextPageToken");
        read.addAll(admin.get("/v1/onboardings/board?pageSize=2").extract().path("columns[2].items.onboardingId"));
        while (token != null) {
            var page = admin.get("/v1/onboardings/board?pageSize=2&column=TRAINING&pageToken=" + token)
                    .statusCode(200);
            read.addAll(page.extract().path("columns[0].items.onboardingId"));
            token = page.extract().path("columns[0].nextPageToken");
        }

        assertEquals(ids, read);
        admin.get("/v1/onboardings/board?pageToken=x")
                .statusCode(400)
                .body("errors[0].parameter", equalTo("pageToken"));
        admin.get("/v1/onboardings/board?column=KITCHEN")
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_VALUE"))
                .body("errors[0].parameter", equalTo("column"));
    }

    @Test
    void showsWhoHasWhat() {
        inTraining("Nobody's", 1);
        String rui = inTraining("Rui's", 2);
        admin.patch("/v1/onboardings/" + rui, etag(rui), "{\"ownerName\":\"Rui\"}")
                .statusCode(200);

        admin.get("/v1/onboardings/board?by=OWNER")
                .statusCode(200)
                .body("columns.key", contains("NONE", "Rui"))
                .body("columns.label", contains("No owner", "Rui"))
                .body("columns.count", contains(1, 1))
                .body("columns[1].items.accountName", contains("Rui's"));
        admin.get("/v1/onboardings/board?by=MOON").statusCode(400).body("detail", containsString("MOON"));
    }

    @Test
    void choosesCardsAsListsDo() {
        String sp = inTraining("SP", 1, ",\"region\":\"SP\",\"tags\":[\"vip\"],\"attributes\":{\"plan\":\"Pro\"}");
        inTraining("RJ", 1, ",\"region\":\"RJ\"");

        for (String filter : List.of("region=SP", "tag=vip", "attr.plan=Pro", "region=SP&kind=MANUAL")) {
            admin.get("/v1/onboardings/board?column=TRAINING&" + filter)
                    .body("columns[0].items.onboardingId", contains(sp))
                    .body("totals.count", equalTo(1));
        }
        admin.get("/v1/onboardings/board?isLate=false").body("totals.count", equalTo(2));
        admin.get("/v1/onboardings/board?isLate=true").body("totals.count", equalTo(0));
        admin.get("/v1/onboardings/board?colour=red").statusCode(400);
        admin.as("viewer")
                .get("/v1/onboardings/board")
                .body("columns[2].items.can", everyItem(hasSize(0)))
                .body("freshness", notNullValue());
    }

    private void card(String id, String field, Object value) {
        Object found = admin.get("/v1/onboardings/board?column=TRAINING")
                .extract()
                .path("columns[0].items.find { it.onboardingId == '%s' }.%s".formatted(id, field));
        assertEquals(value, found);
    }

    /** An onboarding that is over and was in a phase for some days. */
    private void through(String phase, int days) {
        String id = opened("Old");
        Outside.execute(
                "update onboarding_phase set state = 'DONE', started_on = ?, ended_on = ? where onboarding_id = cast(? as uuid) and phase = ?",
                TODAY.minusDays(100),
                TODAY.minusDays(100L - days),
                id,
                phase);
        admin.post("/v1/onboardings/" + id + "/cancellations", "\"1\"", "{\"reason\":\"x\"}")
                .statusCode(201);
    }

    private String inTraining(String name, int days, String... ofTheAccount) {
        String id = opened(name, ofTheAccount);
        admin.post("/v1/onboardings/" + id + "/phase-changes", "\"1\"", """
                {"toPhase":"TRAINING","skips":[{"phase":"TRIAGE","reason":"x"},{"phase":"SCHEDULING","reason":"x"}]}""").statusCode(201);
        Outside.execute(
                "update onboarding_phase set started_on = ? where onboarding_id = cast(? as uuid) and phase = 'TRAINING'",
                TODAY.minusDays(days),
                id);
        return id;
    }

    private String opened(String name, String... ofTheAccount) {
        return admin.made("/v1/onboardings", "{\"accountId\":\"" + clients.account(name, ofTheAccount) + "\"}");
    }

    private String etag(String id) {
        return admin.get("/v1/onboardings/" + id).extract().path("etag");
    }
}
