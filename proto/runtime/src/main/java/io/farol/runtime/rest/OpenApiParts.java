package io.farol.runtime.rest;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/** Describes one operation: its parameters, body, answers and problems. */
final class OpenApiParts {
    private static final Map<Integer, String> PROBLEMS = new TreeMap<>(Map.ofEntries(
            Map.entry(400, "InvalidRequest"),
            Map.entry(401, "NotSignedIn"),
            Map.entry(403, "NotAllowed"),
            Map.entry(404, "NotFound"),
            Map.entry(409, "Conflict"),
            Map.entry(412, "StaleVersion"),
            Map.entry(413, "TooLarge"),
            Map.entry(415, "WrongMediaType"),
            Map.entry(422, "RequirementNotMet"),
            Map.entry(428, "VersionRequired"),
            Map.entry(429, "TooMany"),
            Map.entry(500, "InternalError"),
            Map.entry(503, "Unavailable")));

    private final OpenApiSchemas schemas;

    OpenApiParts(OpenApiSchemas schemas) {
        this.schemas = schemas;
    }

    /** Parameters and body; done for all operations before the answers, so that a record used both ways is documented as a request. */
    void describeRequest(OpenApiOperation told, Operation operation) {
        operation.setOperationId(told.id());
        if (told.isOpenToAll()) {
            operation.setSecurity(List.of());
        } else {
            operation.addExtension("x-farol-roles", told.roles());
        }
        operation.setParameters(parameters(told, scanned(operation)));
        told.body().ifPresent(body -> describeBody(told, operation, body));
    }

    private static Map<String, org.eclipse.microprofile.openapi.models.parameters.Parameter> scanned(
            Operation operation) {
        Map<String, org.eclipse.microprofile.openapi.models.parameters.Parameter> byName = new HashMap<>();
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> byName.put(parameter.getName(), parameter));
        }
        return byName;
    }

    private List<org.eclipse.microprofile.openapi.models.parameters.Parameter> parameters(
            OpenApiOperation told, Map<String, org.eclipse.microprofile.openapi.models.parameters.Parameter> scanned) {
        List<org.eclipse.microprofile.openapi.models.parameters.Parameter> parameters = new ArrayList<>();
        for (String name : told.pathNames()) {
            Type type = told.pathParameter(name)
                    .<Type>map(Parameter::getParameterizedType)
                    .orElse(String.class);
            parameters.add(
                    parameter(In.PATH, name, schemas.ofRequest(type), null).required(true));
        }
        Optional<Method> file = LinkedFile.of(told.method());
        Method asked = file.orElse(told.method());
        QueryParameters.of(asked)
                .forEach((name, type) -> parameters.add(parameter(In.QUERY, name, schemas.ofRequest(type), null)));
        told.csv()
                .filter(csv -> QueryParameters.of(csv).containsKey(OpenApiListParameters.LOCALE))
                .ifPresent(_ -> parameters.add(OpenApiListParameters.locale()));
        for (Parameter parameter : told.method().getParameters()) {
            OpenApiOperation.headerName(parameter)
                    .ifPresent(name -> parameters.add(inHeader(name, parameter.getParameterizedType())));
        }
        if (told.method().isAnnotationPresent(Idempotent.class)) {
            parameters.add(inHeader(IdempotentInterceptor.HEADER, String.class));
        }
        AlsoAccepts also = asked.getAnnotation(AlsoAccepts.class);
        if (also != null) {
            parameters.addAll(accepted(also));
        }
        Listing.of(asked).ifPresent(listing -> parameters.addAll(OpenApiListParameters.of(listing, schemas)));
        if (file.isPresent()) {
            parameters.removeIf(parameter -> !LinkedFile.has(parameter.getName()));
            parameters.forEach(parameter -> parameter.removeExtension("x-farol-filter")); // it filters nothing here
        }
        Listing<?> filtered = told.filteredListing();
        if (filtered != null) {
            parameters.addAll(OpenApiListParameters.filters(filtered, schemas));
        }
        parameters.forEach(parameter -> Optional.ofNullable(scanned.get(parameter.getName()))
                .ifPresent(found -> describeAsScanned(parameter, found)));
        return parameters;
    }

    private List<org.eclipse.microprofile.openapi.models.parameters.Parameter> accepted(AlsoAccepts also) {
        if (also.described().length == 0) {
            return Arrays.stream(also.value())
                    .map(name -> parameter(In.QUERY, name, text(), null))
                    .toList();
        }
        return Arrays.stream(also.described())
                .flatMap(described -> Arrays.stream(described.getRecordComponents()))
                .map(part -> parameter(
                        In.QUERY,
                        OpenApiSchemas.fieldName(part),
                        schemas.ofRequest(part.getGenericType()),
                        OpenApiSchemas.description(part)))
                .toList();
    }

    /** The parameters of a download link in the words of its file's GET. */
    void describeAsFile(Operation link, Operation file) {
        link.getParameters()
                .forEach(parameter -> Optional.ofNullable(scanned(file).get(parameter.getName()))
                        .ifPresent(found -> describeAsScanned(parameter, found)));
    }

    private static void describeAsScanned(
            org.eclipse.microprofile.openapi.models.parameters.Parameter parameter,
            org.eclipse.microprofile.openapi.models.parameters.Parameter found) {
        if (found.getDescription() != null) {
            parameter.setDescription(found.getDescription());
        }
        if (found.getExample() != null) {
            parameter.setExample(found.getExample());
        }
        if (Boolean.TRUE.equals(found.getRequired())) {
            parameter.setRequired(true);
        }
    }

    static org.eclipse.microprofile.openapi.models.parameters.Parameter parameter(
            In in, String name, Schema schema, @Nullable String about) {
        var parameter = OASFactory.createParameter().name(name).in(in).schema(schema);
        if (about != null && !about.isEmpty()) {
            parameter.setDescription(about);
        }
        return parameter;
    }

    private org.eclipse.microprofile.openapi.models.parameters.Parameter inHeader(String name, Type type) {
        boolean isKey = name.equals(IdempotentInterceptor.HEADER);
        return parameter(
                In.HEADER, name, isKey ? text().minLength(1).maxLength(255) : schemas.ofRequest(type), header(name));
    }

    private static @Nullable String header(String name) {
        return switch (name) {
            case "If-Match" ->
                "The ETag of the state that is meant: 428 when missing, 412 when it is no longer the current one.";
            case "Idempotency-Key" ->
                "The same request with the same key takes effect once; its answer is kept for 24 hours.";
            default -> null;
        };
    }

    private static Schema text() {
        return OASFactory.createSchema().type(List.of(SchemaType.STRING));
    }

    private void describeBody(OpenApiOperation told, Operation operation, Parameter body) {
        Class<?> shape = body.getType();
        if (body.getParameterizedType() instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof Class<?> argument) {
            shape = argument;
        }
        @Nullable Object example = OpenApiSchemas.example(shape);
        Schema schema = schemas.ofRequest(body.getType().isRecord() ? body.getParameterizedType() : shape);
        if (body.getType() == MergePatch.class) {
            schema = schemas.ofPatch(shape);
        } else if (body.getType() == Batch.class) {
            schema = schemas.ofBatch(shape);
            example = example == null ? null : Map.of("items", List.of(example));
        }
        Content content = OASFactory.createContent();
        for (String type : told.consumed()) {
            MediaType media = OASFactory.createMediaType().schema(schema);
            if (example != null) {
                media.setExample(example);
            }
            content.addMediaType(type, media);
        }
        operation.setRequestBody(OASFactory.createRequestBody().required(true).content(content));
    }

    /** Success and problems. */
    void describeAnswers(OpenApiOperation told, Operation operation) {
        APIResponses responses = OASFactory.createAPIResponses();
        Map<String, APIResponse> scanned =
                operation.getResponses() == null || operation.getResponses().getAPIResponses() == null
                        ? Map.of()
                        : operation.getResponses().getAPIResponses();
        List<String> stated = told.method()
                                .isAnnotationPresent(
                                        org.eclipse.microprofile.openapi.annotations.responses.APIResponse.class)
                        || told.method()
                                .isAnnotationPresent(
                                        org.eclipse.microprofile.openapi.annotations.responses.APIResponses.class)
                ? List.copyOf(scanned.keySet())
                : List.of();
        stated.forEach(status -> responses.addAPIResponse(status, scanned.get(status)));
        if (told.isJsonAnswer() || told.isEmptyAnswer()) {
            success(told).forEach((status, response) -> {
                if (stated.isEmpty() || stated.contains(status)) {
                    responses.addAPIResponse(status, response);
                }
            });
        } else if (stated.isEmpty()) {
            scanned.forEach(responses::addAPIResponse);
        }
        problemsOf(told)
                .forEach(status -> responses.addAPIResponse(
                        String.valueOf(status),
                        OASFactory.createAPIResponse().ref("#/components/responses/" + PROBLEMS.get(status))));
        operation.setResponses(responses);
    }

    private Map<String, APIResponse> success(OpenApiOperation told) {
        Map<String, APIResponse> responses = new TreeMap<>();
        int status = told.status();
        responses.put(String.valueOf(status), success(told, status));
        boolean isUpsert = told.verb() == HttpMethod.PUT
                && told.body().map(body -> body.getType() == MergePatch.class).orElse(false);
        if (isUpsert) {
            responses.put("201", success(told, 201));
        }
        if (told.verb() == HttpMethod.GET && told.hasVersion()) {
            responses.put("304", OASFactory.createAPIResponse().description("The caller has the current state."));
        }
        return responses;
    }

    private APIResponse success(OpenApiOperation told, int status) {
        APIResponse response = OASFactory.createAPIResponse().description(described(status));
        if (told.returnsResponse() && (status == 201 || status == 202)) {
            response.addHeader("Location", header("Path of what was made.", text()));
        }
        if (told.hasVersion()) {
            response.addHeader(
                    "ETag", header("Version, to be sent back in If-Match.", schemas.ofAnswer(Version.class)));
        }
        Type answer = told.answer();
        if (answer != null && !told.isEmptyAnswer()) {
            Content content = OASFactory.createContent()
                    .addMediaType(
                            "application/json", OASFactory.createMediaType().schema(schemas.ofAnswer(answer)));
            if (told.csv().isPresent()) {
                content.addMediaType("text/csv", OASFactory.createMediaType().schema(text()));
            }
            response.setContent(content);
        }
        return response;
    }

    private static org.eclipse.microprofile.openapi.models.headers.Header header(String about, Schema schema) {
        return OASFactory.createHeader().description(about).schema(schema);
    }

    private static String described(int status) {
        return switch (status) {
            case 201 -> "Made.";
            case 202 -> "Accepted; goes on in the background.";
            case 204 -> "Done.";
            default -> "OK.";
        };
    }

    private static List<Integer> problemsOf(OpenApiOperation told) {
        List<Integer> statuses = new ArrayList<>(List.of(400, 429, 500, 503));
        if (!told.isOpenToAll()) {
            statuses.addAll(List.of(401, 403));
        }
        if (!told.pathNames().isEmpty()) {
            statuses.add(404);
        }
        if (told.verb() != HttpMethod.GET) {
            statuses.addAll(List.of(409, 422));
        }
        if (told.verb() != HttpMethod.GET && told.verb() != HttpMethod.DELETE) {
            statuses.addAll(List.of(413, 415));
        }
        boolean isConditional = Arrays.stream(told.method().getParameters())
                .flatMap(parameter -> OpenApiOperation.headerName(parameter).stream())
                .anyMatch("If-Match"::equals);
        if (isConditional) {
            statuses.addAll(List.of(412, 428));
        }
        return statuses.stream().sorted().toList();
    }

    /** The problems that operations refer to. */
    Map<String, APIResponse> problems() {
        Schema problem = schemas.ofAnswer(Problem.class);
        Map<String, APIResponse> responses = new TreeMap<>();
        PROBLEMS.forEach((status, name) -> responses.put(
                name,
                OASFactory.createAPIResponse()
                        .description(
                                io.farol.runtime.error.Messages.title(status, io.farol.runtime.error.Language.ENGLISH))
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        Problem.MEDIA_TYPE,
                                        OASFactory.createMediaType().schema(problem)))));
        return responses;
    }
}
