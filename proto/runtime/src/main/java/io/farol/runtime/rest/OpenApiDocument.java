package io.farol.runtime.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.IndexView;

/**
 * Completes the API's document while a service is built. What the scanner finds (paths, tags, summaries) stays; parameters, bodies, answers and schemas are made from the signatures by the rules that
 * the runtime itself follows, so that the document and the service cannot differ.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OpenApiDocument implements OASFilter {
    private static final String BEARER = "bearer";

    private final List<OpenApiOperation> operations = new ArrayList<>();

    /** @param index of the classes of the service */
    public OpenApiDocument(IndexView index) {
        for (AnnotationInstance path : index.getAnnotations(Path.class)) {
            if (path.target().kind() == AnnotationTarget.Kind.CLASS) {
                String name = path.target().asClass().name().toString();
                if (name.startsWith("io.farol.")) {
                    operations.addAll(OpenApiOperation.of(loaded(name)));
                }
            }
        }
        operations.sort(Comparator.comparing(OpenApiOperation::path).thenComparing(OpenApiOperation::verb));
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> scanned =
                document.getComponents() == null || document.getComponents().getSchemas() == null
                        ? Map.of()
                        : document.getComponents().getSchemas();
        OpenApiSchemas schemas = new OpenApiSchemas();
        OpenApiParts parts = new OpenApiParts(schemas);
        Map<OpenApiOperation, Operation> found = found(document);
        found.forEach(parts::describeRequest);
        found.forEach((told, operation) -> LinkedFile.of(told.method())
                .ifPresent(_ -> parts.describeAsFile(
                        operation,
                        document.getPaths()
                                .getPathItem(LinkedFile.path(told.path()))
                                .getGET())));
        found.forEach(parts::describeAnswers);
        document.setComponents(OASFactory.createComponents()
                .schemas(new TreeMap<>(scanned))
                .responses(parts.problems())
                .addSecurityScheme(
                        BEARER,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT")));
        document.getComponents().setSchemas(OpenApiReach.needed(document, scanned, schemas.named()));
        if (!schemas.faults().isEmpty()) {
            document.addExtension("x-farol-faults", schemas.faults());
        }
        document.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(BEARER)));
        document.setServers(List.of(OASFactory.createServer().url("/")));
        document.setInfo(OASFactory.createInfo()
                .title("Farol")
                .version("v1")
                .description("Open, API-first Customer Success platform."));
    }

    private Map<OpenApiOperation, Operation> found(OpenAPI document) {
        Map<OpenApiOperation, Operation> found = new LinkedHashMap<>();
        for (OpenApiOperation operation : operations) {
            PathItem item =
                    document.getPaths() == null ? null : document.getPaths().getPathItem(operation.path());
            if (item != null && item.getOperations().get(operation.verb()) != null) {
                found.put(operation, item.getOperations().get(operation.verb()));
            }
        }
        return found;
    }
}
