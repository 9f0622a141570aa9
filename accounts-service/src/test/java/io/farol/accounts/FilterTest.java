package io.farol.accounts;

import io.farol.runtime.id.UuidV7;
import io.farol.testkit.FilterContract;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class FilterTest extends FilterContract {
    private static final Caller ADMIN = Caller.ofNewTenant();

    @Override
    protected String reader() {
        return Issuer.token(ADMIN.tenant(), "ana", ADMIN.role());
    }

    @Override
    protected boolean isTried(String path) {
        return !path.startsWith("/v1/admin/");
    }

    @Override
    protected TwoRows rowsFor(String path, String parameter) {
        return switch (path) {
            case "/v1/accounts" -> accounts(path, parameter, false);
            case "/v1/accounts/archived" -> accounts(path, parameter, true);
            case "/v1/products" -> products(parameter);
            case "/v1/team/members" -> members(path, parameter, false);
            case "/v1/team/members/archived" -> members(path, parameter, true);
            case "/v1/fx-rates" -> rates(parameter);
            case "/v1/contracts" -> contracts(parameter);
            case "/v1/contract-lines" -> lines(parameter);
            case "/v1/contracts/{contractId}/amendments" -> amendments(parameter);
            case "/v1/accounts/{accountId}/freezes" -> freezes(parameter);
            default -> throw new AssertionError("no rows for the filters of " + path);
        };
    }

    private static TwoRows accounts(String path, String parameter, boolean isArchived) {
        String value = unique();
        String found;
        String other = account("");
        String sent = parameter;
        switch (parameter) {
            case "q" -> found = account(field("externalId", value));
            case "externalId", "sector", "region", "channel" -> found = account(field(parameter, value));
            case "seller" -> found = account(field("sellerName", value));
            case "tag" -> found = account(",\"tags\":[\"" + value + "\"]");
            case "country" -> {
                value = "PT";
                found = account(field("country", value));
            }
            case "taxId" -> {
                value = "11144477735";
                found = account(field("taxId", value));
            }
            case "csm" -> {
                value = member("");
                found = account(field("csmId", value));
            }
            case "parentAccountId" -> {
                value = account("");
                found = account(field("parentAccountId", value));
            }
            case "attr.*" -> {
                String key = "k" + UuidV7.next().toString().substring(24);
                ADMIN.made(
                        "/v1/settings/attributes",
                        "{\"key\":\"" + key + "\",\"labelEn\":\"x\",\"labelPtBr\":\"x\",\"type\":\"TEXT\"}");
                sent = "attr." + key;
                found = account(",\"attributes\":{\"" + key + "\":\"" + value + "\"}");
            }
            case "state" -> {
                value = isArchived ? "CHURNED" : "ONBOARDING";
                found = account("");
                contract(found, product(), isArchived ? "2020-02-01" : null, "");
            }
            case "product" -> {
                value = product();
                found = account("");
                contract(found, value, null, "");
            }
            case "customerSinceFrom", "activatedOnFrom" -> {
                value = "2030-01-01";
                found = account(field(parameter.replace("From", ""), "2030-01-01"));
                other = account(field(parameter.replace("From", ""), "2029-12-31"));
            }
            case "customerSinceUntil", "activatedOnUntil" -> {
                value = "2030-01-01";
                found = account(field(parameter.replace("Until", ""), "2029-12-31"));
                other = account(field(parameter.replace("Until", ""), "2030-01-01"));
            }
            default -> {
                found = account("");
                if (parameter.equals("updatedAtUntil")) {
                    String later = found;
                    found = other;
                    other = later;
                }
            }
        }
        if (isArchived) {
            return archived(path, sent, parameter, value, found, other);
        }
        if (parameter.startsWith("updatedAt")) {
            String later = parameter.endsWith("From") ? found : other;
            value = ADMIN.get("/v1/accounts/" + later).extract().path("updatedAt");
        }
        return new TwoRows(path, sent, value, found, other, "id");
    }

    private static TwoRows archived(
            String path, String sent, String parameter, String value, String found, String other) {
        if (parameter.equals("product")) {
            // whoever has a product today is under contract, and so not archived: looked at from the database's side
            Outside.execute(
                    "update account set archived_at = now() where id in (cast(? as uuid), cast(? as uuid))",
                    found,
                    other);
            return new TwoRows(path, sent, value, found, other, "id");
        }
        String first = parameter.equals("updatedAtUntil") ? found : other;
        String second = first.equals(found) ? other : found;
        ADMIN.delete("/v1/accounts/" + first, "\"1\"").statusCode(204);
        ADMIN.delete("/v1/accounts/" + second, "\"1\"").statusCode(204);
        String from = ADMIN.get("/v1/accounts/" + second).extract().path("updatedAt");
        return new TwoRows(path, sent, parameter.startsWith("updatedAt") ? from : value, found, other, "id");
    }

    private static TwoRows products(String parameter) {
        String value = unique();
        String other = product();
        String found =
                switch (parameter) {
                    case "code", "q" -> product(value, "");
                    case "solutionArea" -> product(unique(), field("solutionArea", value));
                    case "isActive" -> product(unique(), ",\"isActive\":false");
                    default ->
                        ADMIN.made(
                                "/v1/products", "{\"code\":\"" + unique() + "\",\"name\":\"P\",\"kind\":\"SUPPORT\"}");
                };
        String sent =
                switch (parameter) {
                    case "isActive" -> "false";
                    case "kind" -> "SUPPORT";
                    default -> value;
                };
        return new TwoRows("/v1/products", parameter, sent, found, other, "id");
    }

    private static TwoRows members(String path, String parameter, boolean isArchived) {
        String value = parameter.equals("role") ? "SUPPORT" : unique();
        String other = member("");
        String found = parameter.equals("role")
                ? ADMIN.made("/v1/team/members", "{\"name\":\"Bia\",\"roles\":[\"CX\",\"SUPPORT\"]}")
                : member(field("externalId", value));
        if (isArchived) {
            ADMIN.delete("/v1/team/members/" + found, "\"1\"").statusCode(204);
            ADMIN.delete("/v1/team/members/" + other, "\"1\"").statusCode(204);
        }
        return new TwoRows(path, parameter, value, found, other, "id");
    }

    private static TwoRows rates(String parameter) {
        boolean isUntil = parameter.endsWith("Until");
        String currency = parameter.equals("currency") ? "CHF" : isUntil ? "USD" : "EUR";
        String early = rate("USD".equals(currency) ? "USD" : "EUR", "2029-12-31");
        String late = rate(currency, "2030-01-01");
        String value = parameter.equals("currency") ? "CHF" : "2030-01-01";
        return new TwoRows("/v1/fx-rates", parameter, value, isUntil ? early : late, isUntil ? late : early, "id");
    }

    private static TwoRows contracts(String parameter) {
        String account = account("");
        String value = unique();
        boolean isUntil = parameter.endsWith("Until");
        String early = contract(
                        account(""), product(), null, ",\"signedOn\":\"2020-01-01\",\"termEndsOn\":\"2031-01-01\"")
                .getString("id");
        String late = contract(
                        account,
                        product(),
                        null,
                        ",\"signedOn\":\"2021-01-01\",\"termEndsOn\":\"2032-01-01\",\"isAutoRenewing\":true"
                                + field("externalId", value))
                .getString("id");
        if (parameter.startsWith("cancelledOn")) {
            cancel(early, "2025-01-01");
            cancel(late, "2026-01-01");
        }
        String sent =
                switch (parameter) {
                    case "accountId" -> account;
                    case "externalId" -> value;
                    case "isAutoRenewing" -> "true";
                    case "signedOnFrom", "signedOnUntil" -> "2021-01-01";
                    case "termEndsOnFrom", "termEndsOnUntil" -> "2032-01-01";
                    default -> "2026-01-01";
                };
        return new TwoRows("/v1/contracts", parameter, sent, isUntil ? early : late, isUntil ? late : early, "id");
    }

    private static TwoRows lines(String parameter) {
        String account = account("");
        String product = product();
        JsonPath early = contract(account(""), product(), "2025-01-01", "");
        JsonPath late = contract(account, product, "2026-01-01", "");
        boolean isUntil = parameter.endsWith("Until");
        String sent =
                switch (parameter) {
                    case "externalId" -> late.getString("lines[0].externalId");
                    case "contractId" -> late.getString("id");
                    case "accountId" -> account;
                    case "product" -> product;
                    default -> "2026-01-01";
                };
        return new TwoRows(
                "/v1/contract-lines",
                parameter,
                sent,
                (isUntil ? early : late).getString("lines[0].id"),
                (isUntil ? late : early).getString("lines[0].id"),
                "id");
    }

    private static TwoRows amendments(String parameter) {
        JsonPath contract = contract(account(""), product(), null, "");
        String path = "/v1/contracts/" + contract.getString("id") + "/amendments";
        String line = contract.getString("lines[0].id");
        String change = ADMIN.post(
                        path,
                        "\"1\"",
                        "{\"kind\":\"CHANGE_LINE\",\"changeKind\":\"UPSELL\",\"effectiveOn\":\"2025-01-01\",\"quantity\":\"2\",\"lineId\":\""
                                + line + "\"}")
                .extract()
                .path("id");
        String cancel = ADMIN.post(
                        path, "\"2\"", "{\"kind\":\"CANCEL\",\"changeKind\":\"OTHER\",\"effectiveOn\":\"2026-01-01\"}")
                .extract()
                .path("id");
        boolean isLate = parameter.equals("effectiveOnFrom");
        String sent =
                switch (parameter) {
                    case "kind" -> "CHANGE_LINE";
                    case "changeKind" -> "UPSELL";
                    case "lineId" -> line;
                    default -> "2026-01-01";
                };
        return new TwoRows(path, parameter, sent, isLate ? cancel : change, isLate ? change : cancel, "id");
    }

    private static TwoRows freezes(String parameter) {
        String path = "/v1/accounts/" + account("") + "/freezes";
        String early = freeze(path, "\"1\"", "2030-01-01", "2030-02-01");
        String late = freeze(path, "\"2\"", "2031-01-01", "2031-02-01");
        boolean isUntil = parameter.endsWith("Until");
        String sent = parameter.startsWith("from") ? "2031-01-01" : "2031-02-01";
        return new TwoRows(path, parameter, sent, isUntil ? early : late, isUntil ? late : early, "id");
    }

    private static String account(String more) {
        return ADMIN.made("/v1/accounts", "{\"name\":\"Acme\"" + more + "}");
    }

    private static String member(String more) {
        return ADMIN.made("/v1/team/members", "{\"name\":\"Bia\",\"roles\":[\"CSM\"]" + more + "}");
    }

    private static String product() {
        return product(unique(), "");
    }

    private static String product(String code, String more) {
        return ADMIN.made("/v1/products", "{\"code\":\"" + code + "\",\"name\":\"P\",\"kind\":\"PLAN\"" + more + "}");
    }

    private static String rate(String currency, String day) {
        io.restassured.response.Response made = ADMIN.request()
                .body("{\"currency\":\"" + currency + "\",\"ratedOn\":\"" + day + "\",\"rate\":\"5\"}")
                .post("/v1/fx-rates");
        return made.statusCode() == 409 ? made.path("existingId") : made.path("id");
    }

    private static JsonPath contract(
            String account, String product, @org.jspecify.annotations.Nullable String endsOn, String more) {
        return ADMIN.post(
                        "/v1/contracts",
                        "{\"accountId\":\"" + account + "\",\"termStartsOn\":\"2020-01-01\"" + more
                                + ",\"lines\":[{\"productId\":\"" + product + "\",\"externalId\":\"" + unique()
                                + "\",\"quantity\":\"1\",\"unitPrice\":{\"amount\":\"10\",\"currency\":\"BRL\"},\"billingPeriodMonths\":1,\"startsOn\":\"2020-01-01\""
                                + (endsOn == null ? "" : field("endsOn", endsOn)) + "}]}")
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static void cancel(String contract, String day) {
        ADMIN.post(
                        "/v1/contracts/" + contract + "/amendments",
                        "\"1\"",
                        "{\"kind\":\"CANCEL\",\"changeKind\":\"OTHER\",\"effectiveOn\":\"" + day + "\"}")
                .statusCode(201);
    }

    private static String freeze(String path, String etag, String from, String until) {
        return ADMIN.post(path, etag, "{\"from\":\"" + from + "\",\"until\":\"" + until + "\",\"reason\":\"x\"}")
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String field(String name, String value) {
        return ",\"" + name + "\":\"" + value + "\"";
    }

    private static String unique() {
        return UuidV7.next().toString();
    }
}
