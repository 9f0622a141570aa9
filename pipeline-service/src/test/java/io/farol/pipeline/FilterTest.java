package io.farol.pipeline;

import io.farol.runtime.id.UuidV7;
import io.farol.testkit.FilterContract;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** The board, which has the same filters over the same rows, answers columns instead of a list: its own test tries it. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class FilterTest extends FilterContract {
    private static final Caller ADMIN = Caller.ofNewTenant();
    private static final String FRAMEWORKS = "/v1/qualification-frameworks";

    @Override
    protected String reader() {
        return Issuer.token(ADMIN.tenant(), "ana", ADMIN.role());
    }

    @Override
    protected boolean isTried(String path) {
        return path.equals("/v1/deals") || path.equals(FRAMEWORKS);
    }

    @Override
    protected TwoRows rowsFor(String path, String parameter) {
        return path.equals(FRAMEWORKS) ? frameworks(parameter) : deals(parameter);
    }

    private static TwoRows frameworks(String parameter) {
        String key = "OWN_" + UuidV7.next().toString().substring(24).toUpperCase(java.util.Locale.ROOT);
        String found = framework(key, "Found");
        String other = framework(key + "_B", "Other");
        String value =
                switch (parameter) {
                    case "key" -> key;
                    case "isBuiltIn" -> {
                        other = ADMIN.get(FRAMEWORKS + "?key=SPIN").extract().path("items[0].id");
                        yield "false";
                    }
                    case "isArchived" -> {
                        ADMIN.delete(FRAMEWORKS + "/" + found, "\"1\"").statusCode(204);
                        yield "true";
                    }
                    case "q" -> {
                        found = framework(key + "_C", "Açúcar");
                        yield "acucar " + key;
                    }
                    default -> throw new AssertionError("no rows for the filter " + parameter);
                };
        return new TwoRows(FRAMEWORKS, parameter, value, found, other, "id");
    }

    private static String framework(String key, String name) {
        return ADMIN.made(
                FRAMEWORKS,
                "{\"key\":\"%s\",\"nameEn\":\"%s\",\"namePtBr\":\"%s\",\"fields\":[{\"code\":\"PAIN\",\"labelEn\":\"Pain\",\"labelPtBr\":\"Dor\",\"isRequired\":true}]}"
                        .formatted(key, name, name));
    }

    private static TwoRows deals(String parameter) {
        String value = "v" + UuidV7.next().toString().substring(24);
        String sent = parameter;
        String found;
        String other = deal("Other", "", "");
        switch (parameter) {
            case "type" -> {
                value = "CROSS_SELL";
                found = deal("Found", "CROSS_SELL", account(), "");
            }
            case "stage" -> {
                value = "DISMISSED";
                found = deal("Found", "", "");
                ADMIN.post(
                                "/v1/deals/" + found + "/stage-changes",
                                "\"1\"",
                                "{\"toStage\":\"DISMISSED\",\"reason\":\"x\"}")
                        .statusCode(201);
            }
            case "externalId" -> found = deal("Found", "", ",\"externalId\":\"" + value + "\"");
            case "origin" -> {
                value = "NEWS";
                found = deal("Found", "", ",\"origin\":\"NEWS\"");
            }
            case "contractSync" -> {
                value = "FAILED";
                found = deal("Found", "", "");
                Outside.execute("update deal set contract_sync = 'FAILED' where id = ?::uuid", found);
            }
            case "accountId" -> {
                value = account();
                found = deal("Found", "UPSELL", value, "");
            }
            case "ownerId" -> found = deal("Found", "", ",\"ownerId\":\"" + value + "\"");
            case "csm" -> {
                value = Known.member(ADMIN.tenant(), "Ana " + value, value + "@" + ADMIN.tenant());
                found = deal("Found", "UPSELL", Known.accountOf(ADMIN.tenant(), "Acme", value), "");
            }
            case "sector", "region", "country", "channel" -> found = ofAccountWith(parameter, value);
            case "seller" -> found = ofAccountWith("seller_name", value);
            case "tag" -> {
                String account = account();
                Outside.execute("update account_copy set tags = array[?] where id = ?::uuid", value, account);
                found = deal("Found", "UPSELL", account, "");
            }
            case "attr.*" -> {
                sent = "attr.plan";
                String account = account();
                Outside.execute(
                        "update account_copy set attributes = jsonb_build_object('plan', ?) where id = ?::uuid",
                        value,
                        account);
                found = deal("Found", "UPSELL", account, "");
            }
            case "product" -> {
                value = Known.product(ADMIN.tenant());
                found = deal(
                        "Found",
                        "",
                        ",\"lines\":[{\"productId\":\"%s\",\"quantity\":\"1\",\"unitPrice\":{\"amount\":\"10.00\",\"currency\":\"BRL\"}}]"
                                .formatted(value));
            }
            case "q" -> {
                value = "açúcar " + value;
                found = deal("ACUCAR " + value.substring(7), "", "");
            }
            default -> {
                return ranges(parameter);
            }
        }
        return new TwoRows("/v1/deals", sent, value, found, other, "id");
    }

    private static TwoRows ranges(String parameter) {
        boolean isUntil = parameter.endsWith("Until");
        String low = deal(
                "Low",
                "",
                ",\"expectedMrr\":{\"amount\":\"1.00\",\"currency\":\"BRL\"},\"expectedCloseOn\":\"2026-05-01\"");
        String high = deal(
                "High",
                "",
                ",\"expectedMrr\":{\"amount\":\"2.00\",\"currency\":\"BRL\"},\"expectedCloseOn\":\"2026-06-01\"");
        String value =
                switch (parameter.replaceAll("(From|Until)$", "")) {
                    case "mrr" -> "2.00";
                    case "expectedCloseOn" -> "2026-06-01";
                    case "openedAt" -> ADMIN.get("/v1/deals/" + high).extract().path("openedAt");
                    case "closedAt" -> {
                        lose(low);
                        lose(high);
                        yield ADMIN.get("/v1/deals/" + high).extract().path("closedAt");
                    }
                    default -> throw new AssertionError("no rows for the filter " + parameter);
                };
        return new TwoRows("/v1/deals", parameter, value, isUntil ? low : high, isUntil ? high : low, "id");
    }

    private static void lose(String deal) {
        ADMIN.post(
                        "/v1/deals/" + deal + "/stage-changes",
                        "\"1\"",
                        "{\"toStage\":\"LOST\",\"loss\":{\"reasons\":[\"PRICE\"]}}")
                .statusCode(201);
    }

    private static String ofAccountWith(String column, String value) {
        String account = account();
        Outside.execute("update account_copy set " + column + " = ? where id = ?::uuid", value, account);
        return deal("Found", "UPSELL", account, "");
    }

    private static String account() {
        return Known.account(ADMIN.tenant(), "Acme");
    }

    private static String deal(String title, String type, String more) {
        return deal(title, type.isEmpty() ? "UPSELL" : type, account(), more);
    }

    private static String deal(String title, String type, String account, String more) {
        return ADMIN.made(
                "/v1/deals",
                "{\"title\":\"%s\",\"type\":\"%s\",\"accountId\":\"%s\",\"hypothesis\":\"They grow\"%s}"
                        .formatted(title, type, account, more));
    }
}
