package io.farol.pipeline.deal;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.pipeline.Caller;
import io.farol.pipeline.Known;
import io.farol.pipeline.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class DealApiTest {
    private final Caller csm = Caller.ofNewTenant().as("csm");

    @Test
    void opensADealOfTheCallerWithAnEvent() {
        Selling deal = Selling.hypothesis(csm);

        deal.read()
                .header("ETag", equalTo("\"1\""))
                .body("stage", equalTo("EXPAND_MAP"))
                .body("accountName", equalTo("Acme"))
                .body("ownerName", equalTo("ana@" + csm.tenant()))
                .body("contractSync", equalTo("NOT_APPLICABLE"))
                .body("can", containsInAnyOrder("CHANGE", "MOVE", "PROPOSE", "ARCHIVE"));
        assertEquals(List.of("CREATED 1"), Outside.events(deal.id()));
    }

    @Test
    void needsAnAccountAndAHypothesisToBegin() {
        csm.post("/v1/deals", "{\"title\":\"More seats\",\"type\":\"UPSELL\"}")
                .statusCode(422)
                .body("code", equalTo("REQUIREMENTS_NOT_MET"))
                .body("errors.code", equalTo(List.of("NO_ACCOUNT", "NO_HYPOTHESIS")))
                .body("errors.stage", equalTo(List.of("EXPAND_MAP", "EXPAND_MAP")));
    }

    @Test
    void refusesTypesThatHaveTheirOwnTracks() {
        Known.Client client = Known.client(csm.tenant());

        csm.post("/v1/deals", """
                        {"title":"Renewal","type":"RENEWAL","accountId":"%s","hypothesis":"They stay"}""".formatted(client.account()))
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_VALUE"))
                .body("errors[0].pointer", equalTo("/type"));
    }

    /** Example 5 of the specification. */
    @Test
    void namesAllThatIsMissingOnTheWayAtOnceAndChangesNothing() {
        Selling deal = Selling.hypothesis(csm)
                .with(
                        "{\"qualification\":{\"framework\":\"BANT\",\"answers\":{\"AUTHORITY\":\"CFO\",\"NEED\":\"seats\",\"TIMELINE\":\"May\"}}}")
                .moved(
                        "{\"toStage\":\"OPPORTUNITY\",\"confirmation\":{\"confirmedBy\":\"Eva\",\"confirmedOn\":\"2026-03-01\"}}")
                .with("{\"nextStep\":{\"text\":\"Call\",\"on\":\"2030-01-01\"},\"expectedCloseOn\":\"2030-01-31\"}");
        assertEquals("\"4\"", deal.etag());

        deal.move("{\"toStage\":\"FORECAST\"}")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:farol:problem:requirements-not-met"))
                .body("title", equalTo("Unprocessable Content"))
                .body("status", equalTo(422))
                .body("code", equalTo("REQUIREMENTS_NOT_MET"))
                .body("instance", equalTo(deal.path() + "/stage-changes"))
                .body("requestId", notNullValue())
                .body("errors.stage", equalTo(List.of("PROPOSAL", "PROPOSAL", "NEGOTIATION", "FORECAST")))
                .body(
                        "errors.pointer",
                        equalTo(List.of("/proposals", "/qualification", "/negotiationPoints", "/acceptance")))
                .body(
                        "errors.code",
                        equalTo(List.of(
                                "PROPOSAL_NOT_SENT",
                                "QUALIFICATION_INCOMPLETE",
                                "NO_NEGOTIATION_POINT",
                                "NO_ACCEPTANCE")))
                .body("errors[1].params.framework", equalTo("BANT"))
                .body("errors[1].params.missing", equalTo(List.of("BUDGET")))
                .body("errors.message", hasItem(containsString("BANT")));

        deal.read()
                .header("ETag", equalTo("\"4\""))
                .body("stage", equalTo("OPPORTUNITY"))
                .body(
                        "nextStages.find { it.stage == 'FORECAST' }.missing.code",
                        equalTo(List.of(
                                "PROPOSAL_NOT_SENT",
                                "QUALIFICATION_INCOMPLETE",
                                "NO_NEGOTIATION_POINT",
                                "NO_ACCEPTANCE")))
                .body("nextStages.find { it.stage == 'LOST' }.missing.code", equalTo(List.of("NO_LOSS_REASON")));
    }

    @Test
    void movesOverSeveralStagesWhenEveryRequirementOnTheWayIsMet() {
        Selling deal = Selling.hypothesis(csm).accepted();

        deal.read()
                .body("stage", equalTo("FORECAST"))
                .body("confirmation.confirmedBy", equalTo("Eva"))
                .body("acceptance.means", equalTo("EMAIL"))
                .body("mrr.amount", equalTo("500.00"))
                .body(
                        "nextStages.find { it.stage == 'EXPAND_WON' }.missing.code",
                        equalTo(List.of("NO_WIN_REASON", "NO_START_DATE")));
        csm.get(deal.path() + "/stage-changes")
                .statusCode(200)
                .body("items.fromStage", equalTo(java.util.Arrays.asList(null, "EXPAND_MAP")))
                .body("items.toStage", equalTo(List.of("EXPAND_MAP", "FORECAST")));
    }

    @Test
    void goesBackWithAReasonAndForgetsWhatTheLaterStagesWereTold() {
        Selling deal = Selling.hypothesis(csm).accepted();
        deal.move("{\"toStage\":\"NEGOTIATION\"}").statusCode(422).body("errors[0].code", equalTo("NO_REASON"));

        deal.moved("{\"toStage\":\"NEGOTIATION\",\"reason\":\"New buyer\"}");

        deal.read()
                .body("stage", equalTo("NEGOTIATION"))
                .body("acceptance", nullValue())
                .body("confirmation", notNullValue());
    }

    @Test
    void dismissesOnlyAHypothesisAndLosesFromAnyOpenStage() {
        Selling confirmed = Selling.hypothesis(csm).accepted();
        Selling hypothesis = Selling.hypothesis(csm);

        confirmed
                .move("{\"toStage\":\"DISMISSED\",\"reason\":\"No\"}")
                .statusCode(409)
                .body("code", equalTo("STAGE_NOT_REACHABLE"));
        confirmed.moved("{\"toStage\":\"LOST\",\"loss\":{\"reasons\":[\"NO_BUDGET\",\"COMPETITOR\"]}}");
        hypothesis.moved("{\"toStage\":\"DISMISSED\",\"reason\":\"Never confirmed\"}");

        confirmed.read().body("closedFrom", equalTo("FORECAST")).body("closedAt", notNullValue());
        csm.get(confirmed.path() + "/stage-changes")
                .body("items[2].reasons", equalTo(List.of("NO_BUDGET", "COMPETITOR")));
        hypothesis.read().body("stage", equalTo("DISMISSED"));
    }

    @Test
    void letsOnlyALeaderReopenWhatWasLost() {
        Selling deal = Selling.hypothesis(csm);
        deal.moved("{\"toStage\":\"LOST\",\"loss\":{\"reasons\":[\"NO_BUDGET\"]}}");
        String wish = "{\"toStage\":\"EXPAND_MAP\",\"reason\":\"New budget\"}";

        deal.move(wish).statusCode(403).body("code", equalTo("REOPENING_NEEDS_LEADER"));
        csm.as("cs-leader")
                .post(deal.path() + "/stage-changes", deal.etag(), wish)
                .statusCode(201)
                .body("resource.stage", equalTo("EXPAND_MAP"))
                .body("resource.closedAt", nullValue());
    }

    @Test
    void tellsTheSecondOfTwoWhoMoveOneCard() {
        Selling deal = Selling.hypothesis(csm);
        String seen = deal.etag();
        deal.with("{\"title\":\"Other\"}");

        csm.post(deal.path() + "/stage-changes", seen, "{\"toStage\":\"LOST\",\"loss\":{\"reasons\":[\"NO_BUDGET\"]}}")
                .statusCode(412)
                .body("code", equalTo("STALE_VERSION"))
                .body("current.title", equalTo("Other"));
        csm.post(deal.path() + "/stage-changes", "{\"toStage\":\"LOST\",\"loss\":{\"reasons\":[\"NO_BUDGET\"]}}")
                .statusCode(428);
    }

    @Test
    void valuesChangedLinesByWhatTheyAdd() {
        Selling deal = Selling.hypothesis(csm);

        deal.with(
                "{\"lines\":[{\"productId\":\"%s\",\"contractLineId\":\"%s\",\"quantity\":\"15\",\"unitPrice\":{\"amount\":\"100.00\",\"currency\":\"BRL\"}},"
                                .formatted(
                                        deal.client().product(), deal.client().line())
                        + "{\"productId\":\"%s\",\"quantity\":\"1\",\"unitPrice\":{\"amount\":\"900.00\",\"currency\":\"BRL\"},\"isRecurring\":false}]}"
                                .formatted(deal.client().otherProduct()));

        deal.read().body("mrr.amount", equalTo("500.00")).body("oneOff.amount", equalTo("900.00"));
    }

    @Test
    void refusesWhatAnotherAccountOwns() {
        Selling deal = Selling.hypothesis(csm);
        Known.Client other = Known.client(csm.tenant());

        csm.patch(deal.path(), deal.etag(), "{\"contractId\":\"%s\"}".formatted(other.contract()))
                .statusCode(422)
                .body("code", equalTo("CONTRACT_OF_ANOTHER_ACCOUNT"));
    }

    @Test
    void keepsAClosedDealAsItWas() {
        Selling deal = Selling.hypothesis(csm);
        deal.moved("{\"toStage\":\"LOST\",\"loss\":{\"reasons\":[\"NO_BUDGET\"]}}");

        csm.patch(deal.path(), deal.etag(), "{\"title\":\"Other\"}")
                .statusCode(409)
                .body("code", equalTo("DEAL_CLOSED"));
    }

    @Test
    void versionsProposalsOfOneNumberAndKeepsSentOnes() {
        Selling deal = Selling.hypothesis(csm).sellingTenMoreSeats().proposed().proposed();
        String sent = csm.get(deal.path() + "/proposals")
                .statusCode(200)
                .body("items.version", equalTo(List.of(1, 2)))
                .body("items.state", equalTo(List.of("SENT", "SENT")))
                .body("items[0].mrr.amount", equalTo("500.00"))
                .extract()
                .path("items[0].id");

        csm.patch(deal.path() + "/proposals/" + sent, deal.etag(), "{\"expiresOn\":\"2031-01-01\"}")
                .statusCode(409)
                .body("code", equalTo("PROPOSAL_SENT"));
    }

    @Test
    void sendsADraftLater() {
        Selling deal = Selling.hypothesis(csm).sellingTenMoreSeats();
        String draft = csm.post(
                        deal.path() + "/proposals", deal.etag(), "{\"number\":\"7\",\"expiresOn\":\"2030-12-31\"}")
                .statusCode(201)
                .body("proposal.state", equalTo("DRAFT"))
                .extract()
                .path("proposal.id");
        deal.read();

        csm.patch(
                        deal.path() + "/proposals/" + draft,
                        deal.etag(),
                        "{\"sentTo\":\"eva@acme.example\",\"sentAt\":\"2026-03-05T12:00:00Z\"}")
                .statusCode(200)
                .body("proposal.state", equalTo("SENT"));

        assertEquals("PROPOSAL_SENT 4", Outside.events(deal.id()).getLast());
    }

    @Test
    void logsFollowUpsAndSetsTheNextStep() {
        Selling deal = Selling.hypothesis(csm);
        Known.businessDate(csm.tenant(), java.time.LocalDate.of(2026, 4, 10));

        deal.after(csm.post(
                        deal.path() + "/follow-ups",
                        deal.etag(),
                        "{\"doneOn\":\"2026-04-02\",\"text\":\"Called\",\"nextStep\":{\"text\":\"Send\",\"on\":\"2026-04-09\"}}")
                .statusCode(201));

        deal.read().body("nextStep.text", equalTo("Send")).body("isOverdue", equalTo(true));
        csm.get(deal.path() + "/follow-ups").body("items.text", equalTo(List.of("Called")));
    }

    @Test
    void upsertsByExternalIdAndWritesNothingWhenNothingChanges() {
        Known.Client client = Known.client(csm.tenant());
        String body = "{\"title\":\"More\",\"type\":\"UPSELL\",\"accountId\":\"%s\",\"hypothesis\":\"They grow\"}"
                .formatted(client.account());
        String id = csm.put("/v1/deals/by-external-id/D-1", body)
                .statusCode(201)
                .extract()
                .path("id");

        csm.put("/v1/deals/by-external-id/D-1", body).statusCode(200);
        csm.put("/v1/deals/by-external-id/D-1", "{\"title\":\"Much more\"}").statusCode(200);

        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(id));
        csm.post("/v1/deals", body.replace("{\"title\"", "{\"externalId\":\"D-1\",\"title\""))
                .statusCode(409)
                .body("existingId", equalTo(id));
    }

    @Test
    void archivesADealThatIsNotWon() {
        Selling deal = Selling.hypothesis(csm);

        csm.delete(deal.path(), deal.etag()).statusCode(204);

        csm.get("/v1/deals").body("items", empty());
        deal.read().body("isArchived", equalTo(true)).body("can", empty());
    }

    @Test
    void letsViewersRead() {
        Selling deal = Selling.hypothesis(csm);
        Caller viewer = csm.as("viewer");

        viewer.get(deal.path()).statusCode(200).body("can", empty());
        viewer.patch(deal.path(), deal.etag(), "{\"title\":\"Mine\"}").statusCode(403);
        viewer.get("/v1/deals?csm=me").statusCode(200).body("items", hasSize(1));
    }

    @Test
    void publishesTheWholeStateOfADeal() {
        Selling deal = Selling.hypothesis(csm).accepted();

        assertEquals("5000000", Outside.published(deal.id(), "$.expectedMrrE4"));
        assertEquals("\"FORECAST\"", Outside.published(deal.id(), "$.stageChanges[1].toStage"));
        assertEquals("\"50\"", Outside.published(deal.id(), "$.lines[0].unitPrice"));
    }
}
