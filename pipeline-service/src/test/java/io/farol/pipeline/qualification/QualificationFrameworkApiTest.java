package io.farol.pipeline.qualification;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.farol.pipeline.Caller;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class QualificationFrameworkApiTest {
    private static final String PATH = "/v1/qualification-frameworks";
    private static final String BUYER = field("BUYER", "Economic buyer", "Comprador econômico", true);
    private static final String CHAMPION = field("CHAMPION", "Champion", "Defensor interno", false);

    private final Caller leader = Caller.ofNewTenant().as("cs-leader");

    @Test
    void showsTheBuiltInOnesFirstWithAllThatAFormNeeds() {
        String own = leader.made(PATH, meddic(BUYER, CHAMPION));

        ValidatableResponse list = leader.as("viewer").get(PATH).statusCode(200);

        list.body("items.key", equalTo(List.of("BANT", "GPCT", "SPIN", "MEDDIC")))
                .body("items.isBuiltIn", equalTo(List.of(true, true, true, false)))
                .body("items.isArchived", everyItem(equalTo(false)))
                .body("items.id[3]", equalTo(own))
                .body("items.etag", everyItem(equalTo("\"1\"")))
                .body("items[0].fields.code", equalTo(List.of("BUDGET", "AUTHORITY", "NEED", "TIMELINE")))
                .body("items[0].fields.labelEn", equalTo(List.of("Budget", "Authority", "Need", "Timeline")))
                .body("items[0].fields.labelPtBr", equalTo(List.of("Orçamento", "Autoridade", "Necessidade", "Prazo")))
                .body("items[0].fields.isRequired", everyItem(equalTo(true)))
                .body("items[2].fields.code", hasItem("NEED_PAYOFF"))
                .body("items[3].fields.code", equalTo(List.of("BUYER", "CHAMPION")))
                .body("items[3].fields.isRequired", equalTo(List.of(true, false)))
                .body("items[3].fields[0].labelPtBr", equalTo("Comprador econômico"));
    }

    @Test
    void pagesThroughAllOfThem() {
        leader.made(PATH, meddic(BUYER));
        ValidatableResponse first = leader.get(PATH + "?pageSize=2&count=true");

        first.body("items.key", equalTo(List.of("BANT", "GPCT"))).body("total.value", equalTo(4));
        leader.get(PATH + "?pageSize=2&count=true&pageToken=" + first.extract().<String>path("nextPageToken"))
                .statusCode(200)
                .body("items.key", equalTo(List.of("SPIN", "MEDDIC")));
        leader.get(PATH + "?sort=-key").body("items.key", equalTo(List.of("SPIN", "MEDDIC", "GPCT", "BANT")));
        leader.get(PATH + "?q=meddic").body("items.key", equalTo(List.of("MEDDIC")));
    }

    @Test
    void readsABuiltInOneByTheIdOfItsListItem() {
        String id = builtIn("SPIN");

        leader.get(PATH + "/" + id)
                .statusCode(200)
                .header("ETag", equalTo("\"1\""))
                .body("key", equalTo("SPIN"))
                .body("nameEn", equalTo("SPIN"))
                .body("fields", hasSize(7))
                .body("can", empty());
    }

    @Test
    void refusesToTouchABuiltInOne() {
        String path = PATH + "/" + builtIn("BANT");

        leader.patch(path, "\"1\"", "{\"nameEn\":\"Ours\"}")
                .statusCode(409)
                .body("code", equalTo("FRAMEWORK_BUILT_IN"));
        leader.delete(path, "\"1\"").statusCode(409).body("code", equalTo("FRAMEWORK_BUILT_IN"));
        leader.post(path + "/restorations", "\"1\"", "").statusCode(409).body("code", equalTo("FRAMEWORK_BUILT_IN"));
    }

    @Test
    void takesNoKeyTwiceNorThatOfABuiltInOne() {
        String own = leader.made(PATH, meddic(BUYER));

        leader.post(PATH, meddic(CHAMPION))
                .statusCode(409)
                .body("code", equalTo("FRAMEWORK_KEY_TAKEN"))
                .body("existingId", equalTo(own));
        leader.post(PATH, meddic(BUYER).replace("MEDDIC", "BANT"))
                .statusCode(409)
                .body("code", equalTo("FRAMEWORK_KEY_TAKEN"))
                .body("existingId", equalTo(builtIn("BANT")));
        leader.delete(PATH + "/" + own, "\"1\"").statusCode(204);
        leader.post(PATH, meddic(CHAMPION)).statusCode(409).body("existingId", equalTo(own));
    }

    @Test
    void namesAllThatIsWrongWithABody() {
        leader.post(
                        PATH,
                        "{\"key\":\"meddic\",\"namePtBr\":\" \",\"fields\":["
                                + BUYER.replace("BUYER", "buyer")
                                + ",{\"code\":\"X\",\"labelEn\":\"X\",\"labelPtBr\":\"X\"}]}")
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"))
                .body(
                        "errors.collect { it.pointer + ' ' + it.code }.sort()",
                        equalTo(List.of(
                                "/fields/0/code PATTERN_MISMATCH",
                                "/fields/1/isRequired REQUIRED",
                                "/key PATTERN_MISMATCH",
                                "/nameEn REQUIRED",
                                "/namePtBr REQUIRED")));
        leader.post(PATH, meddic(BUYER, CHAMPION, BUYER))
                .statusCode(400)
                .body("code", equalTo("DUPLICATE"))
                .body("errors[0].pointer", equalTo("/fields/2/code"));
    }

    @Test
    void hasOneToTwentyFields() {
        leader.post(PATH, meddic()).statusCode(400).body("errors[0].pointer", equalTo("/fields"));
        leader.post(PATH, meddic(numbered(21))).statusCode(400).body("code", equalTo("TOO_MANY_ITEMS"));

        leader.post(PATH, meddic(numbered(20))).statusCode(201).body("fields", hasSize(20));
    }

    @Test
    void changesNamesAndFieldsByTheVersionThatWasSeen() {
        String path = PATH + "/" + leader.made(PATH, meddic(BUYER));

        leader.request().body("{\"nameEn\":\"Ours\"}").patch(path).then().statusCode(428);
        leader.patch(path, "\"7\"", "{\"nameEn\":\"Ours\"}")
                .statusCode(412)
                .body("current.key", equalTo("MEDDIC"))
                .body("currentEtag", equalTo("\"1\""));
        leader.patch(path, "\"1\"", "{\"nameEn\":\"Ours\",\"fields\":[" + CHAMPION + "," + BUYER + "]}")
                .statusCode(200)
                .header("ETag", equalTo("\"2\""))
                .body("nameEn", equalTo("Ours"))
                .body("namePtBr", equalTo("MEDDIC"))
                .body("fields.code", equalTo(List.of("CHAMPION", "BUYER")));
        leader.patch(path, "\"2\"", "{\"nameEn\":\" Ours \"}").statusCode(200).header("ETag", equalTo("\"2\""));
    }

    @Test
    void keepsItsKeyForEver() {
        String path = PATH + "/" + leader.made(PATH, meddic(BUYER));

        leader.patch(path, "\"1\"", "{\"key\":\"OTHER\"}").statusCode(400).body("errors[0].pointer", equalTo("/key"));
    }

    @Test
    void isArchivedAndBroughtBack() {
        String id = leader.made(PATH, meddic(BUYER));
        String path = PATH + "/" + id;
        leader.post(path + "/restorations", "\"1\"", "")
                .statusCode(409)
                .body("code", equalTo("FRAMEWORK_NOT_ARCHIVED"));

        leader.delete(path, "\"1\"").statusCode(204);

        leader.get(path)
                .statusCode(200)
                .header("ETag", equalTo("\"2\""))
                .body("isArchived", equalTo(true))
                .body("can", equalTo(List.of("RESTORE")));
        leader.get(PATH + "?isArchived=true").body("items.id", equalTo(List.of(id)));
        leader.get(PATH + "?isArchived=false").body("items.id", not(hasItem(id)));
        leader.get(PATH).body("items.id", hasItem(id));
        leader.patch(path, "\"2\"", "{\"nameEn\":\"Ours\"}")
                .statusCode(409)
                .body("code", equalTo("FRAMEWORK_ARCHIVED"));
        leader.delete(path, "\"2\"").statusCode(409).body("code", equalTo("FRAMEWORK_ARCHIVED"));
        leader.post(path + "/restorations", "\"2\"", "")
                .statusCode(201)
                .header("ETag", equalTo("\"3\""))
                .header("Location", endsWith(path))
                .body("resource.isArchived", equalTo(false))
                .body("resource.can", equalTo(List.of("CHANGE", "ARCHIVE")));
    }

    @Test
    void isWrittenByLeadersAndReadByAll() {
        String path = PATH + "/" + leader.made(PATH, meddic(BUYER));

        for (String role : List.of("csm", "viewer", "integration")) {
            Caller other = leader.as(role);
            other.get(path).statusCode(200).body("can", empty());
            other.post(PATH, meddic(BUYER).replace("MEDDIC", "OTHER")).statusCode(403);
            other.patch(path, "\"1\"", "{\"nameEn\":\"Ours\"}").statusCode(403);
            other.delete(path, "\"1\"").statusCode(403);
            other.post(path + "/restorations", "\"1\"", "").statusCode(403);
        }
        leader.as("cs-admin").delete(path, "\"1\"").statusCode(204);
    }

    @Test
    void repeatsTheAnswerToARepeatedRequest() {
        Response made = idempotent(meddic(BUYER));
        Response again = idempotent(meddic(BUYER));

        made.then().statusCode(201).header("ETag", equalTo("\"1\"")).header("Location", containsString(PATH + "/"));
        again.then().statusCode(201).header("Idempotency-Replayed", equalTo("true"));
        again.then().body("id", equalTo(made.path("id")));
        idempotent(meddic(CHAMPION)).then().statusCode(422).body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
    }

    @Test
    void leavesAnAuditEntryPerWrite() {
        String id = leader.made(PATH, meddic(BUYER));
        leader.patch(PATH + "/" + id, "\"1\"", "{\"nameEn\":\"Ours\"}").statusCode(200);
        leader.delete(PATH + "/" + id, "\"2\"").statusCode(204);
        leader.post(PATH + "/" + id + "/restorations", "\"3\"", "").statusCode(201);

        leader.as("cs-admin")
                .get("/v1/admin/pipeline/audit-entries")
                .statusCode(200)
                .body("items.aggregateType", everyItem(equalTo("QUALIFICATION_FRAMEWORK")))
                .body("items.aggregateId", everyItem(equalTo(id)))
                .body("items.action", equalTo(List.of("CREATED", "CHANGED", "ARCHIVED", "RESTORED")))
                .body("items[1].before.nameEn", equalTo("MEDDIC"))
                .body("items[1].after.nameEn", equalTo("Ours"));
    }

    @Test
    void explainsItselfInPortugueseToo() {
        leader.request()
                .header("Accept-Language", "pt-BR")
                .body(meddic(BUYER).replace("MEDDIC", "BANT"))
                .post(PATH)
                .then()
                .statusCode(409)
                .body("detail", startsWith("Já existe um método"))
                .body("requestId", notNullValue());
    }

    private Response idempotent(String body) {
        return leader.request().header("Idempotency-Key", "k1").body(body).post(PATH);
    }

    private String builtIn(String key) {
        return leader.get(PATH + "?key=" + key).extract().path("items[0].id");
    }

    private static String[] numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> field("F" + i, "Field", "Campo", true))
                .toArray(String[]::new);
    }

    private static String meddic(String... fields) {
        return "{\"key\":\"MEDDIC\",\"nameEn\":\"MEDDIC\",\"namePtBr\":\"MEDDIC\",\"fields\":[%s]}"
                .formatted(List.of(fields).stream().collect(Collectors.joining(",")));
    }

    private static String field(String code, String labelEn, String labelPtBr, boolean isRequired) {
        return "{\"code\":\"%s\",\"labelEn\":\"%s\",\"labelPtBr\":\"%s\",\"isRequired\":%s}"
                .formatted(code, labelEn, labelPtBr, isRequired);
    }
}
