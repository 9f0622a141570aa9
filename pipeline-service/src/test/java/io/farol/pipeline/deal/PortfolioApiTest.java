package io.farol.pipeline.deal;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.pipeline.Caller;
import io.farol.pipeline.Known;
import io.farol.pipeline.Outside;
import io.farol.runtime.id.UuidV7;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A CSM writes his own deals, those without an owner and those of his accounts; leaders, administrators and machines write all. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class PortfolioApiTest {
    private static final String DEALS = "/v1/deals/";
    private static final String FOLLOW_UP = "{\"doneOn\":\"2026-04-02\",\"text\":\"Called the CFO\"}";
    private static final String PROPOSAL =
            "{\"number\":\"1\",\"expiresOn\":\"2030-12-31\",\"sentTo\":\"eva@acme.example\",\"sentAt\":\"2026-03-05T12:00:00Z\"}";

    private final Caller admin = Caller.ofNewTenant();
    private final Caller bia = admin.as("csm").named("bia");
    private final Caller eva = admin.as("csm").named("eva");
    private final Caller leader = admin.as("cs-leader").named("lea");
    private final Caller machine = admin.as("integration").named("crm");
    private String evasId = "";
    private String evasAccount = "";
    private String biasAccount = "";
    private String nobodys = "";

    @BeforeEach
    void twoLookAfterAnAccountEach() {
        evasId = Known.member(admin.tenant(), "Eva", "Eva@" + admin.tenant());
        evasAccount = Known.accountOf(admin.tenant(), "Acme", evasId);
        biasAccount =
                Known.accountOf(admin.tenant(), "Beta", Known.member(admin.tenant(), "Bia", "bia@" + admin.tenant()));
        nobodys = Known.account(admin.tenant(), "Caju");
    }

    @Test
    void writesNothingOfADealOfAnotherForAnAccountOfAnother() {
        String deal = eva.made("/v1/deals", deal(evasAccount, "E", null));
        String behind = eva.made("/v1/deals", deal(evasAccount, "E2", null));
        Written before = written();

        refused(bia.patch(DEALS + deal, "\"1\"", "{\"title\":\"X\"}"));
        refused(bia.patch(DEALS + deal, "\"9\"", "{\"title\":\"X\"}"));
        refused(bia.put(DEALS + "by-external-id/E", "{}"));
        refused(bia.delete(DEALS + deal, "\"1\""));
        refused(bia.post(DEALS + deal + "/positions", "\"1\"", "{\"afterDealId\":\"" + behind + "\"}"));
        refused(bia.post(DEALS + deal + "/stage-changes", "\"1\"", "{\"toStage\":\"DISMISSED\",\"reason\":\"x\"}"));
        refused(bia.post(DEALS + deal + "/follow-ups", "\"1\"", FOLLOW_UP));
        refused(bia.post(DEALS + deal + "/proposals", "\"1\"", PROPOSAL));
        refused(bia.patch(DEALS + deal + "/proposals/" + UuidV7.next(), "\"1\"", "{}"));
        refused(bia.post(DEALS + deal + "/contract-syncs", "\"1\"", "{}"));
        refused(bia.post("/v1/deals", deal(evasAccount, "F", "somebody")));
        bia.post("/v1/deals/batches", """
                        {"items":[{"externalId":"E","title":"X"},{"externalId":"N","title":"N","type":"UPSELL","accountId":"%s","hypothesis":"h"}]}""".formatted(nobodys))
                .body("results.status", contains("REJECTED", "CREATED"))
                .body("results[0].problem.code", equalTo("NOT_IN_PORTFOLIO"));

        assertEquals(new Written(before.audited + 1, before.published + 1), written());
        assertEquals(List.of("CREATED 1"), Outside.events(deal));
    }

    @Test
    void writesHisOwnAndThoseOfHisAccountsAndThoseWithoutAnOwner() {
        String own = bia.made("/v1/deals", deal(evasAccount, "B", null));
        String forHer = leader.made("/v1/deals", deal(biasAccount, "L", null));
        String forNobody = eva.made("/v1/deals", deal(nobodys, "N", null));
        String ownerless = leader.made("/v1/deals", deal(evasAccount, "O", null));
        leader.patch(DEALS + ownerless, "\"1\"", "{\"ownerId\":null,\"ownerName\":null}")
                .statusCode(200);

        bia.patch(DEALS + own, "\"1\"", "{\"title\":\"X\"}").statusCode(200).body("can", hasItems("CHANGE", "MOVE"));
        bia.post(DEALS + forHer + "/follow-ups", "\"1\"", FOLLOW_UP)
                .statusCode(201)
                .body("resource.can", hasItems("CHANGE", "MOVE"));
        bia.patch(DEALS + forNobody, "\"1\"", "{\"title\":\"X\"}").statusCode(200);
        bia.patch(DEALS + ownerless, "\"2\"", "{\"title\":\"X\"}").statusCode(200);
        eva.patch(DEALS + own, "\"2\"", "{\"title\":\"Y\"}").statusCode(200);
        refused(eva.patch(DEALS + forHer, "\"2\"", "{\"title\":\"Y\"}"), "Bia");
        leader.patch(DEALS + own, "\"3\"", "{\"title\":\"Z\"}").statusCode(200);
        machine.put(DEALS + "by-external-id/B", "{\"title\":\"W\"}").statusCode(200);
    }

    @Test
    void saysWhatEachMayDo() {
        String hers = eva.made("/v1/deals", deal(evasAccount, "E", null));
        eva.made("/v1/deals", deal(nobodys, "N", null));

        bia.get("/v1/deals").body("items[0].can", hasSize(0)).body("items[1].can", hasItems("CHANGE", "MOVE"));
        bia.get(DEALS + hers).body("can", hasSize(0));
        bia.get("/v1/funnel?sort=enteredStageAt")
                .body("columns[0].items[0].can", hasSize(0))
                .body("columns[0].items[1].can", hasItems("CHANGE", "MOVE"));
        for (Caller other : List.of(eva, leader, machine)) {
            other.get("/v1/deals").body("items[0].can", hasItems("CHANGE", "MOVE"));
            other.get("/v1/funnel?sort=enteredStageAt").body("columns[0].items[0].can", hasItems("CHANGE", "MOVE"));
        }
    }

    @Test
    void answersAnotherTenantsDealAsAnUnknownOneFirst() {
        Caller stranger = Caller.ofNewTenant();
        String account = Known.accountOf(stranger.tenant(), "Far", Known.member(stranger.tenant(), "Fay", "fay@far"));
        String elsewhere = stranger.made("/v1/deals", deal(account, "F", null));

        bia.patch(DEALS + elsewhere, "\"1\"", "{\"title\":\"X\"}").statusCode(404);
        bia.post("/v1/deals", deal(account, "G", "somebody")).body("errors.code", contains("UNKNOWN_REFERENCE"));
    }

    @Test
    void findsWhatIsInAPortfolio() {
        String evasMember = Known.member(admin.tenant(), "Eva Two", "two@" + admin.tenant());
        String twos = Known.accountOf(admin.tenant(), "Dado", evasMember);
        String ofHerAccount = leader.made("/v1/deals", deal(evasAccount, "1", null));
        String hersElsewhere = eva.made("/v1/deals", deal(biasAccount, "2", null));
        String ofHisAccount = leader.made("/v1/deals", deal(biasAccount, "3", null));
        String ofTwo = leader.made("/v1/deals", deal(twos, "4", null));

        eva.get("/v1/deals?csm=me").body("items.id", contains(ofHerAccount, hersElsewhere));
        admin.get("/v1/deals?csm=" + evasId).body("items.id", contains(ofHerAccount, hersElsewhere));
        bia.get("/v1/deals?csm=me").body("items.id", contains(hersElsewhere, ofHisAccount));
        bia.get("/v1/deals?ownerId=me").body("items", hasSize(0));
        leader.get("/v1/deals?csm=me").body("items.id", contains(ofHerAccount, ofHisAccount, ofTwo));
        admin.get("/v1/deals?csm=" + evasId + "&csm=" + evasMember)
                .body("items.id", contains(ofHerAccount, hersElsewhere, ofTwo));
        admin.get("/v1/deals?csm=nobody").body("items", hasSize(0));
        eva.get("/v1/funnel?csm=me").body("totals.count", equalTo(2));
    }

    private static ValidatableResponse refused(ValidatableResponse answer) {
        return refused(answer, "Eva");
    }

    private static ValidatableResponse refused(ValidatableResponse answer, String csm) {
        return answer.statusCode(403)
                .body("code", equalTo("NOT_IN_PORTFOLIO"))
                .body("csmName", equalTo(csm))
                .body("detail", containsString(csm));
    }

    /** Rows of the audit log and of the outbox. */
    private record Written(long audited, long published) {}

    private Written written() {
        return new Written(
                Outside.count("select count(*) from audit_entry where tenant_id = ?", admin.tenant()),
                Outside.count("select count(*) from outbox where tenant_id = ?", admin.tenant()));
    }

    private static String deal(String account, String externalId, @Nullable String owner) {
        return """
                {"title":"More seats","type":"UPSELL","accountId":"%s","externalId":"%s","hypothesis":"They hire ten people"%s}""".formatted(account, externalId, owner == null ? "" : ",\"ownerId\":\"" + owner + "\"");
    }
}
