package io.farol.pipeline.deal;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.pipeline.Caller;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Deals qualified in a framework of their tenant's own, and what becomes of them when it changes. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class DealQualificationApiTest {
    private static final String FRAMEWORKS = "/v1/qualification-frameworks";
    private static final String IN_PROPOSAL =
            "{\"toStage\":\"PROPOSAL\",\"confirmation\":{\"confirmedBy\":\"Eva\",\"confirmedOn\":\"2026-03-01\"}}";

    private final Caller csm = Caller.ofNewTenant().as("csm");

    @Test
    void asksForTheRequiredFieldsOfTheTenantsFrameworkAsForThoseOfBant() {
        defined(csm, "BUYER", "PAIN", "news");
        Selling deal = Selling.hypothesis(csm).with(answers("PAIN", "late reports"));

        deal.move(IN_PROPOSAL)
                .statusCode(422)
                .body("code", equalTo("REQUIREMENTS_NOT_MET"))
                .body("errors.code", equalTo(List.of("PROPOSAL_NOT_SENT", "QUALIFICATION_INCOMPLETE")))
                .body("errors[1].stage", equalTo("PROPOSAL"))
                .body("errors[1].pointer", equalTo("/qualification"))
                .body("errors[1].params.framework", equalTo("MEDDIC"))
                .body("errors[1].params.missing", equalTo(List.of("BUYER")))
                .body("errors[1].message", equalTo("The qualification by MEDDIC still lacks: BUYER."));
        deal.read()
                .body("qualification.framework", equalTo("MEDDIC"))
                .body("qualification.answers", equalTo(Map.of("PAIN", "late reports")))
                .body(
                        "nextStages.find { it.stage == 'PROPOSAL' }.missing.code",
                        equalTo(List.of("NO_CONFIRMATION", "PROPOSAL_NOT_SENT", "QUALIFICATION_INCOMPLETE")));

        deal.with(answers("BUYER", "The CFO"));

        deal.sellingTenMoreSeats().proposed().moved(IN_PROPOSAL);
        deal.read().body("stage", equalTo("PROPOSAL"));
    }

    @Test
    void refusesAnswersThatTheFrameworkDoesNotAskForAndNamesEach() {
        defined(csm, "BUYER", "PAIN");
        Selling deal = Selling.hypothesis(csm);

        csm.patch(deal.path(), deal.etag(), answers("BUDGET", "yes"))
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_ANSWER"))
                .body("errors[0].pointer", equalTo("/qualification/answers/BUDGET"))
                .body("errors[0].params.allowed", equalTo(List.of("BUYER", "PAIN")))
                .body("errors[0].message", containsString("MEDDIC"));
        csm.patch(
                        deal.path(),
                        deal.etag(),
                        "{\"qualification\":{\"framework\":\"BANT\",\"answers\":{\"PAIN\":\"a\",\"a/b\":\"c\"}}}")
                .statusCode(400)
                .body("errors.pointer", equalTo(List.of("/qualification/answers/PAIN", "/qualification/answers/a~1b")));
        csm.patch(deal.path(), deal.etag(), answers("BUYER", "x".repeat(2_001)))
                .statusCode(400)
                .body("code", equalTo("TOO_LONG"))
                .body("errors[0].pointer", equalTo("/qualification/answers/BUYER"));
        deal.read().header("ETag", equalTo("\"1\""));
    }

    @Test
    void answersAnotherTenantsFrameworkExactlyAsAnUnknownOne() {
        Caller other = Caller.ofNewTenant().as("csm");
        defined(other, "BUYER");
        Selling deal = Selling.hypothesis(csm);

        String theirs = refusal(csm.patch(deal.path(), deal.etag(), answers("BUYER", "The CFO")));
        String nobodys = refusal(
                csm.patch(deal.path(), deal.etag(), answers("BUYER", "The CFO").replace("MEDDIC", "NOBODY")));

        assertEquals(nobodys.replace("NOBODY", "MEDDIC"), theirs);
        csm.patch(deal.path(), deal.etag(), answers("BUYER", "The CFO"))
                .statusCode(422)
                .body("code", equalTo("UNKNOWN_FRAMEWORK"))
                .body("errors[0].pointer", equalTo("/qualification/framework"));
        Selling.hypothesis(other)
                .with(answers("BUYER", "The CFO"))
                .read()
                .body("qualification.framework", equalTo("MEDDIC"));
    }

    @Test
    void beginsNoQualificationInAnArchivedFrameworkAndGoesOnWithThoseBegun() {
        String framework = defined(csm, "BUYER", "PAIN");
        Selling begun = Selling.hypothesis(csm).with(answers("PAIN", "late reports"));
        Selling fresh = Selling.hypothesis(csm);
        csm.as("cs-leader").delete(framework, "\"1\"").statusCode(204);

        csm.patch(fresh.path(), fresh.etag(), answers("PAIN", "late reports"))
                .statusCode(409)
                .body("code", equalTo("FRAMEWORK_ARCHIVED"))
                .body("errors[0].pointer", equalTo("/qualification/framework"));
        begun.move(IN_PROPOSAL).body("errors[1].params.missing", equalTo(List.of("BUYER")));
        begun.with("{\"title\":\"Other\"}").with(answers("BUYER", "The CFO"));
        begun.sellingTenMoreSeats().proposed().moved(IN_PROPOSAL);

        begun.with("{\"qualification\":null}");
        csm.patch(begun.path(), begun.etag(), answers("PAIN", "late reports")).statusCode(409);
    }

    @Test
    void keepsAndShowsTheAnswersToAFieldThatIsGoneAndAsksForItNoMore() {
        String framework = defined(csm, "BUYER", "PAIN");
        Selling answered = Selling.hypothesis(csm).with(answers("PAIN", "late reports"));
        Selling silent = Selling.hypothesis(csm).with(answers("BUYER", "The CFO"));
        changed(framework, "BUYER");

        answered.with(answers("BUYER", "The CFO"));
        answered.read()
                .body("qualification.answers", equalTo(Map.of("BUYER", "The CFO", "PAIN", "late reports")))
                .body(
                        "nextStages.find { it.stage == 'PROPOSAL' }.missing.code",
                        not(hasItem("QUALIFICATION_INCOMPLETE")));
        csm.patch(answered.path(), answered.etag(), answers("PAIN", "later reports"))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/qualification/answers/PAIN"));
        csm.patch(silent.path(), silent.etag(), answers("PAIN", "late reports")).statusCode(400);
        answered.with("{\"qualification\":{\"answers\":{\"PAIN\":null}}}")
                .read()
                .body("qualification.answers", equalTo(Map.of("BUYER", "The CFO")));
    }

    @Test
    void asksANewRequiredFieldOfDealsThatHaveYetToEnterProposal() {
        String framework = defined(csm, "BUYER");
        Selling before =
                Selling.hypothesis(csm).sellingTenMoreSeats().proposed().with(answers("BUYER", "The CFO"));
        Selling past = Selling.hypothesis(csm)
                .sellingTenMoreSeats()
                .proposed()
                .with(answers("BUYER", "The CFO"))
                .moved(IN_PROPOSAL)
                .with(
                        "{\"negotiationPoints\":[{\"kind\":\"PRICE\",\"text\":\"5 % less\"}],\"nextStep\":{\"text\":\"Call\",\"on\":\"2030-01-01\"}}");
        changed(framework, "BUYER", "PAIN");

        before.move(IN_PROPOSAL)
                .statusCode(422)
                .body("errors.code", equalTo(List.of("QUALIFICATION_INCOMPLETE")))
                .body("errors[0].params.missing", equalTo(List.of("PAIN")));
        past.moved("{\"toStage\":\"NEGOTIATION\"}");

        past.moved("{\"toStage\":\"OPPORTUNITY\",\"reason\":\"New buyer\"}");
        past.move("{\"toStage\":\"PROPOSAL\"}")
                .statusCode(422)
                .body("errors[0].params.missing", equalTo(List.of("PAIN")));
    }

    @Test
    void mayBeQualifiedByExternalIdAndInBatches() {
        defined(csm, "BUYER");
        Selling deal = Selling.hypothesis(csm);
        String account = deal.client().account();
        String body =
                "{\"title\":\"More\",\"type\":\"UPSELL\",\"accountId\":\"%s\",\"hypothesis\":\"They grow\",\"qualification\":{\"framework\":\"%s\",\"answers\":{\"BUYER\":\"The CFO\"}}}";

        csm.put("/v1/deals/by-external-id/D-1", body.formatted(account, "MEDDIC"))
                .statusCode(201)
                .body("qualification.framework", equalTo("MEDDIC"));
        csm.post(
                        "/v1/deals/batches",
                        "{\"items\":[%s,%s]}"
                                .formatted(body.formatted(account, "MEDDIC"), body.formatted(account, "NOBODY")))
                .statusCode(200)
                .body("results.status", equalTo(List.of("CREATED", "REJECTED")))
                .body("results[1].problem.code", equalTo("UNKNOWN_FRAMEWORK"));
        csm.get("/v1/deals?externalId=D-1").body("items[0].qualification.framework", equalTo("MEDDIC"));
    }

    /** The path of a framework MEDDIC. @param fields in capitals = required */
    private static String defined(Caller caller, String... fields) {
        String body = "{\"key\":\"MEDDIC\",\"nameEn\":\"MEDDIC\",\"namePtBr\":\"MEDDIC\",%s}".formatted(json(fields));
        return FRAMEWORKS + "/" + caller.as("cs-leader").made(FRAMEWORKS, body);
    }

    private void changed(String framework, String... fields) {
        csm.as("cs-leader").patch(framework, "\"1\"", "{" + json(fields) + "}").statusCode(200);
    }

    private static String json(String... fields) {
        return Stream.of(fields)
                .map(field -> "{\"code\":\"%s\",\"labelEn\":\"%s\",\"labelPtBr\":\"%s\",\"isRequired\":%s}"
                        .formatted(field.toUpperCase(java.util.Locale.ROOT), field, field, !field.equals("news")))
                .collect(Collectors.joining(",", "\"fields\":[", "]"));
    }

    private static String answers(String field, String answer) {
        return "{\"qualification\":{\"framework\":\"MEDDIC\",\"answers\":{\"%s\":\"%s\"}}}".formatted(field, answer);
    }

    private static String refusal(ValidatableResponse refused) {
        return refused.extract()
                .response()
                .asString()
                .replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"<request>\"");
    }
}
