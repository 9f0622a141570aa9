package io.farol.accounts;

import static io.restassured.RestAssured.given;

import com.google.protobuf.Message;
import com.google.type.Date;
import com.google.type.Decimal;
import com.google.type.Money;
import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.AddLine;
import io.farol.accounts.v1.AmendContractRequest;
import io.farol.accounts.v1.ChangeKind;
import io.farol.accounts.v1.ChangeLine;
import io.farol.accounts.v1.LineTerms;
import io.farol.accounts.v1.RemoveLine;
import io.farol.accounts.v1.ReverseAmendment;
import io.farol.testkit.IsolationContract;
import io.farol.testkit.Made;
import io.farol.testkit.ServiceUnderTest;
import io.grpc.ServiceDescriptor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class TenantIsolationTest extends IsolationContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("America/Sao_Paulo"));
    private static final List<String> IMPORTED = List.of("accounts", "products", "contract-lines", "fx-rates");
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

    @Override
    protected Map<String, Function<String, Made>> factories() {
        return Map.of(
                "member", TenantIsolationTest::member,
                "account", TenantIsolationTest::account,
                "product", TenantIsolationTest::product,
                "fx-rate", TenantIsolationTest::fxRate,
                "attribute-definition", TenantIsolationTest::attribute,
                "contract", TenantIsolationTest::contract,
                "contract-line", TenantIsolationTest::line,
                "amendment", TenantIsolationTest::amendment,
                "freeze", TenantIsolationTest::freeze,
                "account-bulk-edit", TenantIsolationTest::bulkEdit);
    }

    @Override
    protected Map<String, Map<String, Function<String, Made>>> factoriesByOperation() {
        Map<String, Map<String, Function<String, Made>>> special = new HashMap<>();
        special.put(
                "POST /v1/accounts/{accountId}/restorations", Map.of("account", TenantIsolationTest::archivedAccount));
        special.put(
                "POST /v1/team/members/{memberId}/restorations", Map.of("member", TenantIsolationTest::archivedMember));
        special.put("GET /v1/team/members/archived", Map.of("member", TenantIsolationTest::archivedMember));
        special.put("GET /v1/accounts/archived", Map.of("account", TenantIsolationTest::archivedAccount));
        special.put(
                "PUT /v1/contracts/by-external-id/{externalId}",
                Map.of(
                        "contract", TenantIsolationTest::exampleContract,
                        "account", token -> ofExampleContract(token, "account"),
                        "product", token -> ofExampleContract(token, "product")));
        for (String things : IMPORTED) {
            String path = "/v1/" + things + "/imports";
            special.put("GET " + path + "/{importId}", Map.of("job", token -> finishedImport(path, token)));
            special.put("GET " + path + "/{importId}/errors", Map.of("job", token -> finishedImport(path, token)));
        }
        return special;
    }

    @Override
    protected Map<String, Function<String, Map<String, String>>> twoRows() {
        Map<String, Function<String, Map<String, String>>> lists = new HashMap<>();
        for (String things : IMPORTED) {
            String path = "/v1/" + things + "/imports";
            lists.put("GET " + path + "/{importId}/errors", token -> Map.of("job", faultyImport(path, token)));
        }
        lists.put("GET /v1/accounts/{accountId}/freezes", TenantIsolationTest::twoFreezes);
        lists.put("GET /v1/contracts/{contractId}/amendments", TenantIsolationTest::twoAmendments);
        return lists;
    }

    @Override
    protected Map<String, String> bodiesByCell() {
        String cell = "POST /v1/contracts/{contractId}/amendments × BODY ";
        return Map.of(
                "PATCH /v1/accounts/{accountId}/freezes/{freezeId}",
                "{\"until\":\"%s\"}".formatted(TODAY.plusDays(30)),
                "PATCH /v1/fx-rates/{fxRateId}",
                "{\"rate\":\"5.5\"}",
                "PATCH /v1/settings/attributes/{attributeId}",
                "{\"labelEn\":\"Other\"}",
                cell + "/productId",
                """
                {"kind":"ADD_LINE","changeKind":"CROSS_SELL","effectiveOn":"2026-06-01","productId":"","quantity":"1",
                 "unitPrice":{"amount":"10.00","currency":"BRL"},"billingPeriodMonths":1}""",
                cell + "/lineId",
                "{\"kind\":\"CHANGE_LINE\",\"changeKind\":\"UPSELL\",\"effectiveOn\":\"2026-06-01\",\"lineId\":\"\",\"quantity\":\"20\"}",
                cell + "/reversesAmendmentId",
                "{\"kind\":\"REVERSE\",\"changeKind\":\"OTHER\",\"effectiveOn\":\"2030-01-01\",\"reversesAmendmentId\":\"\"}");
    }

    @Override
    protected List<ServiceDescriptor> grpcServices() {
        return List.of(AccountsServiceGrpc.getServiceDescriptor());
    }

    @Override
    protected List<Message> grpcExamples(String method, Message empty) {
        if (!method.endsWith("/AmendContract")) {
            return List.of(empty);
        }
        AmendContractRequest on = AmendContractRequest.newBuilder()
                .setEffectiveOn(Date.newBuilder().setYear(2026).setMonth(6).setDay(1))
                .setChangeKind(ChangeKind.CHANGE_KIND_OTHER)
                .build();
        LineTerms terms = LineTerms.newBuilder()
                .setQuantity(Decimal.newBuilder().setValue("2"))
                .setUnitPrice(Money.newBuilder().setCurrencyCode("BRL").setUnits(10))
                .setBillingPeriodMonths(1)
                .setDiscountRatio(Decimal.newBuilder().setValue("0"))
                .setIsRecurring(true)
                .build();
        return List.of(
                on.toBuilder().setAddLine(AddLine.newBuilder().setTerms(terms)).build(),
                on.toBuilder()
                        .setChangeLine(ChangeLine.newBuilder().setTerms(terms))
                        .build(),
                on.toBuilder().setRemoveLine(RemoveLine.getDefaultInstance()).build(),
                on.toBuilder().setReverse(ReverseAmendment.getDefaultInstance()).build());
    }

    @Override
    protected Map<String, String> typesOfFields() {
        return Map.of("line_id", "contract-line");
    }

    /** A job with two faults, at its end. */
    private static String faultyImport(String path, String token) {
        String header =
                given().auth().oauth2(token).get(path + "/template").asString().strip();
        String rest = ",".repeat(header.split(",").length - 1);
        return finished(path, token, header + "\nfaulty-1" + rest + "\nfaulty-2" + rest + "\n");
    }

    private static Map<String, String> twoFreezes(String token) {
        Made first = freeze(token);
        String account = first.parents().get("account");
        freeze(token, account, TODAY.plusDays(60));
        return Map.of("account", account);
    }

    private static Map<String, String> twoAmendments(String token) {
        Made line = line(token);
        String contract = line.parents().get("contract");
        for (int version = 1; version <= 2; version++) {
            given().auth()
                    .oauth2(token)
                    .header("If-Match", "\"" + version + "\"")
                    .contentType("application/json")
                    .body(
                            "{\"kind\":\"CHANGE_LINE\",\"changeKind\":\"UPSELL\",\"effectiveOn\":\"2026-06-0%d\",\"lineId\":\"%s\",\"quantity\":\"2%d\"}"
                                    .formatted(version, line.id(), version))
                    .post("/v1/contracts/" + contract + "/amendments")
                    .then()
                    .statusCode(201);
        }
        return Map.of("contract", contract);
    }

    /** Finished, so that nothing of it changes while the rows of its tenant are compared. */
    private static Made finishedImport(String path, String token) {
        String emptyFile = given().auth().oauth2(token).get(path + "/template").asString();
        return Made.alone(finished(path, token, emptyFile), null);
    }

    private static String finished(String path, String token, String file) {
        String id = given().auth()
                .oauth2(token)
                .contentType("text/csv; charset=UTF-8")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Instant end = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(end)
                && given().auth()
                        .oauth2(token)
                        .get(path + "/" + id)
                        .path("state")
                        .equals("RUNNING")) {
            LockSupport.parkNanos(100_000_000);
        }
        return id;
    }

    private static Made account(String token) {
        String externalId = "A-" + NUMBER.incrementAndGet();
        return Made.alone(id(post(token, "/v1/accounts", """
                {"name":"Acme","externalId":"%s"}""".formatted(externalId))), externalId);
    }

    /** Of nobody, so that other tests of the tenant do not make it outdated. */
    private static Made bulkEdit(String token) {
        return Made.alone(id(post(token, "/v1/accounts/bulk-edits?externalId=nobody", """
                {"changes":{"sector":"Retail"}}""")), null);
    }

    private static Made archivedAccount(String token) {
        Made account = account(token);
        given().auth()
                .oauth2(token)
                .header("If-Match", "\"1\"")
                .delete("/v1/accounts/" + account.id())
                .then()
                .statusCode(204);
        return account;
    }

    private static Made product(String token) {
        String code = "P-" + NUMBER.incrementAndGet();
        return Made.alone(id(post(token, "/v1/products", """
                {"code":"%s","name":"CRM Pro","kind":"PLAN"}""".formatted(code))), code);
    }

    private static Made fxRate(String token) {
        return Made.alone(
                id(post(token, "/v1/fx-rates", """
                {"currency":"USD","ratedOn":"%s","rate":"5.4321"}""".formatted(FIRST_DAY.plusDays(NUMBER.incrementAndGet())))), null);
    }

    private static Made attribute(String token) {
        return Made.alone(id(post(token, "/v1/settings/attributes", """
                {"key":"key%d","labelEn":"Key","labelPtBr":"Chave","type":"TEXT","choices":[]}""".formatted(NUMBER.incrementAndGet()))), null);
    }

    private static Made member(String token) {
        int number = NUMBER.incrementAndGet();
        Response made = post(
                token,
                "/v1/team/members",
                "{\"name\":\"Bia\",\"externalId\":\"M-%d\",\"roles\":[\"CSM\"]}".formatted(number));
        return Made.alone(id(made), "M-" + number);
    }

    private static Made archivedMember(String token) {
        Made member = member(token);
        given().auth()
                .oauth2(token)
                .header("If-Match", "\"1\"")
                .delete("/v1/team/members/" + member.id())
                .then()
                .statusCode(204);
        return member;
    }

    private static Made contract(String token) {
        Response signed = signed(token);
        return new Made(signed.path("id"), signed.path("externalId"), Map.of("account", signed.path("accountId")));
    }

    /** Signed as the document's example says: what is there can only be put the same again. */
    private static Made exampleContract(String token) {
        String account = account(token).id();
        String product = product(token).id();
        String externalId = "C-" + NUMBER.incrementAndGet();
        Response signed = post(token, "/v1/contracts", """
                {"accountId":"%s","externalId":"%s","termStartsOn":"2026-01-01","termEndsOn":"2027-01-01","isAutoRenewing":true,
                 "lines":[{"productId":"%s","quantity":"10","unitPrice":{"amount":"99.90","currency":"BRL"},"billingPeriodMonths":1,"startsOn":"2026-01-01"}]}""".formatted(account, externalId, product));
        return new Made(id(signed), externalId, Map.of("account", account, "product", product));
    }

    /** What such a contract names; the contract comes with it. */
    private static Made ofExampleContract(String token, String ref) {
        Made contract = exampleContract(token);
        Map<String, String> others = new HashMap<>(contract.parents());
        others.put("contract#external", String.valueOf(contract.externalId()));
        return new Made(others.remove(ref), null, others);
    }

    private static Made line(String token) {
        Response signed = signed(token);
        return new Made(
                signed.path("lines[0].id"),
                signed.path("lines[0].externalId"),
                Map.of("contract", signed.path("id"), "account", signed.path("accountId")));
    }

    private static Made amendment(String token) {
        Made contract = contract(token);
        Response amended = given().auth()
                .oauth2(token)
                .header("If-Match", "\"1\"")
                .contentType("application/json")
                .body("{\"kind\":\"CANCEL\",\"changeKind\":\"OTHER\",\"effectiveOn\":\"2030-01-01\"}")
                .post("/v1/contracts/" + contract.id() + "/amendments")
                .then()
                .statusCode(201)
                .extract()
                .response();
        return new Made(amended.path("id"), null, Map.of("contract", contract.id()));
    }

    private static Made freeze(String token) {
        Made contract = contract(token);
        String account = contract.parents().get("account");
        return new Made(freeze(token, account, TODAY.plusDays(10)), null, Map.of("account", account));
    }

    private static String freeze(String token, String account, LocalDate from) {
        String version =
                given().auth().oauth2(token).get("/v1/accounts/" + account).header("ETag");
        return id(given().auth()
                .oauth2(token)
                .header("If-Match", version)
                .contentType("application/json")
                .body("{\"from\":\"%s\",\"until\":\"%s\",\"reason\":\"Pause\",\"isBillingSuspended\":true}"
                        .formatted(from, from.plusDays(30)))
                .post("/v1/accounts/" + account + "/freezes")
                .then()
                .statusCode(201)
                .extract()
                .response());
    }

    private static Response signed(String token) {
        return post(token, "/v1/contracts", """
                {"accountId":"%s","externalId":"C-%d","termStartsOn":"2026-01-01","termEndsOn":"2027-01-01","isAutoRenewing":true,
                 "lines":[{"externalId":"L-%d","productId":"%s","quantity":"10","unitPrice":{"amount":"99.90","currency":"BRL"},"billingPeriodMonths":1,"startsOn":"2026-01-01"}]}""".formatted(
                        account(token).id(),
                        NUMBER.incrementAndGet(),
                        NUMBER.incrementAndGet(),
                        product(token).id()));
    }

    private static Response post(String token, String path, String body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .response();
    }

    private static String id(Response made) {
        return made.path("id");
    }
}
