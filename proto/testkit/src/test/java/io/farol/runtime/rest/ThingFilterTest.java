package io.farol.runtime.rest;

import static io.restassured.RestAssured.given;

import io.farol.testkit.FilterContract;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ThingFilterTest extends FilterContract {
    private static final String TENANT = "filters";

    @Override
    protected boolean isTried(String path) {
        return path.equals("/v1/things");
    }

    @Override
    protected String reader() {
        return Issuer.token(TENANT, "vera", "viewer");
    }

    @Override
    protected TwoRows rowsFor(String path, String parameter) {
        String early = "\"price\":{\"amount\":\"1.00\",\"currency\":\"BRL\"},\"renewsOn\":\"2026-01-01\"";
        String late = "\"price\":{\"amount\":\"2.00\",\"currency\":\"BRL\"},\"renewsOn\":\"2027-01-01\"";
        return switch (parameter) {
            case "colour" -> rows(parameter, "RED", thing("\"colour\":\"RED\""), thing("\"colour\":\"DARK_BLUE\""));
            case "externalId" -> rows(parameter, "F1", thing("\"externalId\":\"F1\""), thing("\"externalId\":\"F2\""));
            case "tag" -> rows(parameter, "ft", thing("\"tags\":[\"ft\"]"), thing("\"tags\":[\"fu\"]"));
            case "attr.*" -> rows("attr.size", "XL", thing("\"tags\":[\"size=XL\"]"), thing("\"tags\":[\"size=S\"]"));
            case "renewsOnFrom" -> rows(parameter, "2027-01-01", thing(late), thing(early));
            case "renewsOnUntil" -> rows(parameter, "2027-01-01", thing(early), thing(late));
            case "priceFrom" -> rows(parameter, "2", thing(late), thing(early));
            case "priceUntil" -> rows(parameter, "2", thing(early), thing(late));
            case "q" -> rows(parameter, "árv", thing("\"name\":\"Arvore\""), thing("\"name\":\"Casa\""));
            default -> throw new AssertionError("no two rows for " + path + "?" + parameter);
        };
    }

    private static TwoRows rows(String parameter, String value, String foundId, String otherId) {
        return new TwoRows("/v1/things", parameter, value, foundId, otherId, "id");
    }

    private static String thing(String fields) {
        String name = fields.contains("\"name\"") ? "" : "\"name\":\"x\",";
        String colour = fields.contains("\"colour\"") ? "" : "\"colour\":\"RED\",";
        return given().auth()
                .oauth2(Issuer.token(TENANT, "ana", "csm"))
                .contentType("application/json")
                .body("{" + name + colour + fields + "}")
                .post("/v1/things")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
