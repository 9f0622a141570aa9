package io.farol.onboarding;

import static io.farol.onboarding.Clients.TODAY;

import io.farol.runtime.id.UuidV7;
import io.farol.testkit.FilterContract;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(AccountsStandIn.class)
class FilterTest extends FilterContract {
    private static final Caller ADMIN = Caller.ofNewTenant();
    private static final Clients CLIENTS = Clients.of(ADMIN.tenant());

    @Override
    protected String reader() {
        return Issuer.token(ADMIN.tenant(), "ana", ADMIN.role());
    }

    @Override
    protected boolean isTried(String path) {
        return !path.startsWith("/v1/admin/") && !path.equals("/v1/onboardings/board"); // OnboardingBoardApiTest
    }

    @Override
    protected TwoRows rowsFor(String path, String parameter) {
        return switch (path) {
            case "/v1/onboardings" -> onboardings(parameter);
            case "/v1/onboardings/{onboardingId}/sessions" -> sessions();
            case "/v1/onboardings/{onboardingId}/phase-changes" -> phaseChanges();
            default -> throw new AssertionError("no rows for the filters of " + path);
        };
    }

    private static TwoRows onboardings(String parameter) {
        String value = "v" + UuidV7.next().toString().substring(24);
        String other = opened("");
        String found;
        String sent = parameter;
        switch (parameter) {
            case "accountId" -> {
                value = CLIENTS.account("Acme");
                found = openedFor(value, "");
            }
            case "sector", "region", "country", "channel" -> found = opened(",\"" + parameter + "\":\"" + value + "\"");
            case "seller" -> found = opened(",\"sellerName\":\"" + value + "\"");
            case "touch" ->
                found = opened(",\"groups\":[{\"dimension\":\"touch\",\"value\":\"" + value + "\",\"fromOn\":null}]");
            case "tag" -> found = opened(",\"tags\":[\"" + value + "\"]");
            case "attr.*" -> {
                sent = "attr.plan";
                found = opened(",\"attributes\":{\"plan\":\"" + value + "\"}");
            }
            case "product" -> {
                value = CLIENTS.product("CRM");
                found = openedFor(CLIENTS.account("Acme"), ",\"productId\":\"" + value + "\"");
            }
            case "csm" -> {
                value = CLIENTS.member("Ana " + value, value + "@" + ADMIN.tenant());
                found = opened(",\"csmId\":\"" + value + "\"");
            }
            case "ownerName" -> found = openedFor(CLIENTS.account("Acme"), ",\"ownerName\":\"" + value + "\"");
            case "kind" -> {
                value = "FIRST";
                String account = CLIENTS.newClient("Acme");
                found = ADMIN.get("/v1/onboardings?accountId=" + account)
                        .extract()
                        .path("items[0].id");
            }
            case "phase" -> {
                value = "TRAINING";
                found = opened("");
                skipTo(found, "TRAINING");
            }
            case "state" -> {
                value = "CANCELLED";
                found = opened("");
                ADMIN.post("/v1/onboardings/" + found + "/cancellations", "\"1\"", "{\"reason\":\"x\"}")
                        .statusCode(201);
            }
            case "activationState" -> {
                value = "NOT_APPLICABLE";
                found = openedFor(CLIENTS.account("Acme"), ",\"productId\":\"" + CLIENTS.product("CRM") + "\"");
                evidence(found);
            }
            default -> {
                return ranges(parameter);
            }
        }
        return new TwoRows("/v1/onboardings", sent, value, found, other, "id");
    }

    private static TwoRows ranges(String parameter) {
        boolean isUntil = parameter.endsWith("Until");
        String early = openedFor(
                CLIENTS.account("Early"),
                ",\"startedOn\":\"%1$s\",\"clockStartsOn\":\"%1$s\"".formatted(TODAY.minusDays(1)));
        String late = openedFor(CLIENTS.account("Late"), "");
        String value = TODAY.toString();
        if (parameter.startsWith("firstValueOn")) {
            evidence(early, TODAY.minusDays(1).toString());
            evidence(late);
        }
        if (parameter.startsWith("updatedAt")) {
            value = ADMIN.get("/v1/onboardings/" + late).extract().path("updatedAt");
        }
        return new TwoRows("/v1/onboardings", parameter, value, isUntil ? early : late, isUntil ? late : early, "id");
    }

    private static TwoRows sessions() {
        String onboarding = opened("");
        String path = "/v1/onboardings/" + onboarding + "/sessions";
        String found = ADMIN.post(path, "\"1\"", "{\"kind\":\"KICKOFF\",\"title\":\"x\"}")
                .extract()
                .path("id");
        String other = ADMIN.post(path, "\"2\"", "{\"kind\":\"OTHER\",\"title\":\"x\"}")
                .extract()
                .path("id");
        return new TwoRows(path, "kind", "KICKOFF", found, other, "id");
    }

    private static TwoRows phaseChanges() {
        String onboarding = opened("");
        String path = "/v1/onboardings/" + onboarding;
        String found = ADMIN.post(path + "/cancellations", "\"1\"", "{\"reason\":\"x\"}")
                .extract()
                .path("id");
        String other = ADMIN.post(path + "/reopenings", "\"2\"", "{\"reason\":\"x\"}")
                .extract()
                .path("id");
        return new TwoRows(path + "/phase-changes", "kind", "CANCELLED", found, other, "id");
    }

    private static String opened(String ofTheAccount) {
        return openedFor(CLIENTS.account("Acme", ofTheAccount), "");
    }

    private static String openedFor(String account, String more) {
        return ADMIN.made("/v1/onboardings", "{\"accountId\":\"" + account + "\"" + more + "}");
    }

    private static void skipTo(String onboarding, String phase) {
        ADMIN.post("/v1/onboardings/" + onboarding + "/phase-changes", "\"1\"", """
                {"toPhase":"%s","skips":[{"phase":"TRIAGE","reason":"x"},{"phase":"SCHEDULING","reason":"x"}]}""".formatted(phase))
                .statusCode(201);
    }

    private static void evidence(String onboarding) {
        evidence(onboarding, TODAY.toString());
    }

    private static void evidence(String onboarding, String on) {
        ADMIN.post("/v1/onboardings/" + onboarding + "/first-values", "\"1\"", """
                {"evidencedOn":"%s","kind":"CLIENT_CONFIRMED","evidence":"x"}""".formatted(on))
                .statusCode(201);
    }
}
