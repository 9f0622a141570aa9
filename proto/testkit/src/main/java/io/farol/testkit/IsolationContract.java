package io.farol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of a service's doors × every place that an id can be sent in (path, query, body, page token, row of a file): another tenant's id is answered exactly like one that nobody has, and
 * changes nothing. Made from the service's OpenAPI document, its protos and its import definitions, so a new operation is in it without anybody writing a line; an id type without a factory, a body without an example or a control that fails is a failure.
 * Each service's {@code TenantIsolationTest} extends it as a {@code @QuarkusTest} with {@link ServiceUnderTest}.
 */
public abstract class IsolationContract {

    /** By type of id ({@code x-farol-ref}): makes such a thing through the public API, with the token given, and says its id. */
    protected abstract Map<String, Function<String, Made>> factories();

    /** For operations that need a thing in another state, by operation such as {@code POST /v1/accounts/{accountId}/restorations}: factories instead of the usual ones. */
    protected Map<String, Map<String, Function<String, Made>>> factoriesByOperation() {
        return Map.of();
    }

    /** For ids that do not fit the example of a body, by cell or operation such as {@code POST /v1/contracts/{contractId}/amendments × BODY /lineId}: JSON instead of the example. */
    protected Map<String, String> bodiesByCell() {
        return Map.of();
    }

    /**
     * For lists whose second row the matrix cannot make by itself, by operation such as {@code GET /v1/accounts/imports/{importId}/errors}: fills the list with at least two rows for the tenant of the
     * token, and says the ids of its path by their types.
     */
    protected Map<String, Function<String, Map<String, String>>> twoRows() {
        return Map.of();
    }

    /** For columns of imports whose made-up value would be refused, by thing such as {@code accounts}: values by field. */
    protected Map<String, Map<String, String>> importValues() {
        return Map.of();
    }

    @TestFactory
    List<DynamicTest> keepsTenantsApart() throws IOException {
        ApiDocument document = ApiDocument.ofBuild();
        List<DynamicTest> cells = new ArrayList<>();
        for (ApiOperation published : document.operations()) {
            Map<String, Function<String, Made>> factories = new HashMap<>(factories());
            factories.putAll(factoriesByOperation().getOrDefault(published.toString(), Map.of()));
            ApiOperation operation = published.withSlotsNamedLike(factories.keySet());
            IsolationMatrix matrix = new IsolationMatrix(document, factories, twoRows(), ServiceUnderTest.DATABASE);
            for (ApiSlot slot : operation.slots()) {
                cells.add(DynamicTest.dynamicTest(
                        operation + " × " + slot,
                        () -> assertEquals(Optional.empty(), matrix.fault(exampled(operation, slot), slot))));
            }
            if (operation.slots(ApiSlot.Place.PATH).size() > 1) {
                cells.add(DynamicTest.dynamicTest(
                        operation + " × whole path",
                        () -> assertEquals(
                                Optional.empty(),
                                matrix.faultOfWholePath(
                                        exampled(operation, operation.slots().getFirst())))));
            }
        }
        assertFalse(cells.isEmpty(), "the document names no place for an id");
        return cells;
    }

    /** The answers of operations that name nothing are as the document says them; those of all others are looked at by {@link #keepsTenantsApart}. What changes a tenant as a whole is left out. */
    @TestFactory
    List<DynamicTest> answersAsDocumented() throws IOException {
        ApiDocument document = ApiDocument.ofBuild();
        IsolationMatrix matrix = new IsolationMatrix(document, factories(), twoRows(), ServiceUnderTest.DATABASE);
        return document.operations().stream()
                .filter(operation ->
                        operation.slots().isEmpty() && List.of("get", "post").contains(operation.verb()))
                .filter(operation -> !operation.path().startsWith("/v1/admin/"))
                .map(operation -> DynamicTest.dynamicTest(
                        operation.toString(), () -> assertEquals(Optional.empty(), matrix.undocumented(operation))))
                .toList();
    }

    @Test
    void documentsWhatAFileIsSentWith() throws IOException {
        assertEquals(List.of(), ImportIsolation.undocumented(ApiDocument.ofBuild()));
    }

    @TestFactory
    List<DynamicTest> keepsTenantsApartInFiles() {
        ImportIsolation matrix = new ImportIsolation(factories(), importValues());
        return ImportIsolation.cells().stream()
                .map(cell -> DynamicTest.dynamicTest(
                        cell.toString(), () -> assertEquals(Optional.empty(), matrix.fault(cell))))
                .toList();
    }

    @Test
    void saysWhatTheColumnsOfFilesName() {
        assertEquals(List.of(), ImportIsolation.nameless(), "columns that need names(…) or makes(…)");
    }

    private ApiOperation exampled(ApiOperation operation, ApiSlot slot) throws IOException {
        Map<String, String> bodies = bodiesByCell();
        String body = bodies.getOrDefault(operation + " × " + slot, bodies.get(operation.toString()));
        return body == null ? operation : operation.withExample(new ObjectMapper().readTree(body));
    }

    /** The services that the gRPC door offers; feeds, whose streams are tested on their own, may be left out. */
    protected List<ServiceDescriptor> grpcServices() {
        return List.of();
    }

    /** Requests that are accepted when their ids are set, one for each alternative that a method has; the empty request unless the method needs more. */
    protected List<Message> grpcExamples(String method, Message empty) {
        return List.of(empty);
    }

    /** Type of id by field name, where the name without {@code _id} is not it. */
    protected Map<String, String> typesOfFields() {
        return Map.of();
    }

    @TestFactory
    List<DynamicTest> keepsTenantsApartOnGrpc() {
        GrpcIsolation matrix = new GrpcIsolation(factories(), typesOfFields());
        List<DynamicTest> cells = new ArrayList<>();
        for (ServiceDescriptor service : grpcServices()) {
            for (MethodDescriptor<?, ?> method : service.getMethods()) {
                if (method.getType() == MethodDescriptor.MethodType.UNARY
                        && method.getRequestMarshaller()
                                instanceof MethodDescriptor.PrototypeMarshaller<?> marshaller) {
                    Message empty = (Message) Objects.requireNonNull(marshaller.getMessagePrototype());
                    for (Message example : grpcExamples(method.getFullMethodName(), empty)) {
                        GrpcIsolation.slots(example)
                                .forEach(slot -> cells.add(DynamicTest.dynamicTest(
                                        method.getFullMethodName() + " × "
                                                + slot.getLast().getFullName(),
                                        () -> assertEquals(Optional.empty(), matrix.fault(method, example, slot)))));
                    }
                }
            }
        }
        return cells;
    }

    @Test
    void publishesWhatEveryIdIdentifies() throws IOException {
        List<String> bare = ApiDocument.ofBuild().operations().stream()
                .flatMap(operation -> operation.bareIds().stream().map(place -> operation + " " + place))
                .toList();

        assertEquals(List.of(), bare, "UUIDs without x-farol-ref: use a TypedId");
    }
}
