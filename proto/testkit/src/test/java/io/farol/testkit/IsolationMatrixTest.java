package io.farol.testkit;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.imports.GadgetImport;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class IsolationMatrixTest {
    private static final String GADGET_ID = "{\"type\":\"string\",\"format\":\"uuid\",\"x-farol-ref\":\"gadget\"}";
    private static final String IN_PATH =
            "{\"name\":\"gadgetId\",\"in\":\"path\",\"required\":true,\"schema\":{\"$ref\":\"#/components/schemas/GadgetId\"}}";

    @Test
    void findsNoFaultInDoorsThatKeepTenantsApart() throws JsonProcessingException {
        assertEquals(Optional.empty(), fault("/v1/gadgets/{gadgetId}", "get", IN_PATH, ""));
        assertEquals(
                Optional.empty(),
                fault("/v1/gadgets", "get", "{\"name\":\"gadget\",\"in\":\"query\",\"schema\":" + GADGET_ID + "}", ""));
    }

    @Test
    void triesTheIdsInABody() throws JsonProcessingException {
        ApiDocument document = document("/v1/gadgets/{gadgetId}/links", "post", IN_PATH, """
                ,"requestBody":{"content":{"application/json":{"example":{"targetId":"x"},
                  "schema":{"properties":{"targetId":{"anyOf":[{"$ref":"#/components/schemas/GadgetId"},{"type":"null"}]}}}}}}""");
        List<ApiSlot> slots = document.operations().getFirst().slots();

        assertEquals(2, slots.size(), slots.toString());
        for (ApiSlot slot : slots) {
            assertEquals(
                    Optional.empty(),
                    matrix(document).fault(document.operations().getFirst(), slot));
        }
    }

    @Test
    void seesADoorThatHintsAtOthersThings() throws JsonProcessingException {
        assertTrue(fault("/v1/gadgets/{gadgetId}/hints", "get", IN_PATH, "")
                .orElseThrow()
                .contains("another tenant's id: 409"));
    }

    @Test
    void seesADoorThatChangesOthersThings() throws JsonProcessingException {
        assertEquals(
                Optional.of("it changed the other tenant's rows in [isolation_sample]"),
                fault("/v1/gadgets/{gadgetId}/losses", "get", IN_PATH, ""));
    }

    @Test
    void seesAControlThatFails() throws JsonProcessingException {
        assertTrue(fault("/v1/gadgets/{gadgetId}/nothing", "get", IN_PATH, "")
                .orElseThrow()
                .startsWith("the control"));
    }

    @Test
    void needsAFactoryForEveryTypeOfId() throws JsonProcessingException {
        String parameter =
                IN_PATH.replace("{\"$ref\":\"#/components/schemas/GadgetId\"}", GADGET_ID.replace("gadget", "widget"));

        assertThrows(AssertionError.class, () -> fault("/v1/gadgets/{gadgetId}", "get", parameter, ""));
    }

    @Test
    void seesAnIdThatDoesNotSayWhatItIdentifies() throws JsonProcessingException {
        String parameter = IN_PATH.replace(
                "{\"$ref\":\"#/components/schemas/GadgetId\"}", "{\"type\":\"string\",\"format\":\"uuid\"}");

        assertEquals(
                List.of("gadgetId"),
                document("/v1/gadgets/{gadgetId}", "get", parameter, "")
                        .operations()
                        .getFirst()
                        .bareIds());
    }

    @Test
    void seesAFileThatNamesOthersThings() {
        GadgetImport.leak = "";
        assertEquals(List.of(), faultsOfFiles());

        GadgetImport.leak = "of-" + IsolationMatrix.OTHER;
        List<String> faults = faultsOfFiles();
        GadgetImport.leak = "";

        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.getFirst().startsWith("parentExternalId another tenant's thing"), faults.toString());
    }

    /** With the switch that makes a missing parent on, nobody can tell. */
    private static List<String> faultsOfFiles() {
        ImportIsolation matrix = new ImportIsolation(Map.of("gadget", IsolationMatrixTest::imported), Map.of());
        List<String> faults = new ArrayList<>();
        for (ImportIsolation.Cell cell : ImportIsolation.cells()) {
            matrix.fault(cell).ifPresent(fault -> faults.add(cell.column().field() + " " + fault));
        }
        return faults;
    }

    private static Made imported(String token) {
        String externalId = "of-" + Issuer.tenantOf(token) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        String job = given().auth()
                .oauth2(token)
                .contentType("text/csv")
                .body("externalId,name\n" + externalId + ",Gadget\n")
                .post("/v1/gadgets/imports")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> "SUCCEEDED"
                .equals(given().auth()
                        .oauth2(token)
                        .get("/v1/gadgets/imports/" + job)
                        .path("state")));
        return Made.alone(UUID.randomUUID().toString(), externalId);
    }

    private static Optional<String> fault(String path, String verb, String parameter, String more)
            throws JsonProcessingException {
        ApiDocument document = document(path, verb, parameter, more);
        ApiOperation operation = document.operations().getFirst();
        return matrix(document).fault(operation, operation.slots().getFirst());
    }

    private static IsolationMatrix matrix(ApiDocument document) {
        Map<String, Function<String, Made>> factories = Map.of(
                "gadget",
                token -> Made.alone(
                        given().auth()
                                .oauth2(token)
                                .post("/v1/gadgets")
                                .then()
                                .statusCode(200)
                                .extract()
                                .path("id"),
                        null));
        return new IsolationMatrix(document, factories, Map.of(), ServiceUnderTest.DATABASE);
    }

    private static ApiDocument document(String path, String verb, String parameter, String more)
            throws JsonProcessingException {
        return new ApiDocument(new ObjectMapper().readTree("""
                {"paths":{"%s":{"%s":{"parameters":[%s]%s}}},"components":{"schemas":{"GadgetId":%s}}}""".formatted(path, verb, parameter, more, GADGET_ID)));
    }
}
