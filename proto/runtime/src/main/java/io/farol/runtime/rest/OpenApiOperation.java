package io.farol.runtime.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * A REST method as its signature tells it.
 *
 * @param owner the resource class
 * @param method its own or an inherited one
 * @param path from the root, with {@code {names}}
 * @param verb HTTP method
 */
record OpenApiOperation(Class<?> owner, Method method, String path, HttpMethod verb) {
    private static final Pattern TEMPLATE = Pattern.compile("\\{(\\w+)[^}]*}");

    private static final List<Class<? extends Annotation>> NOT_A_BODY = List.of(
            QueryParam.class,
            RestQuery.class,
            HeaderParam.class,
            RestHeader.class,
            CookieParam.class,
            Context.class,
            BeanParam.class);

    /** The operations of a resource class; methods that hide themselves are left out. */
    static List<OpenApiOperation> of(Class<?> resource) {
        String root = value(resource.getAnnotation(Path.class));
        List<OpenApiOperation> operations = new ArrayList<>();
        for (Method method : resource.getMethods()) {
            var said = method.getAnnotation(org.eclipse.microprofile.openapi.annotations.Operation.class);
            boolean isHidden = said != null && said.hidden();
            verb(method)
                    .filter(verb -> !isHidden)
                    .ifPresent(verb -> operations.add(new OpenApiOperation(
                            resource, method, joined(root, value(method.getAnnotation(Path.class))), verb)));
        }
        return operations;
    }

    private static Optional<HttpMethod> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(jakarta.ws.rs.HttpMethod.class))
                .filter(java.util.Objects::nonNull)
                .map(annotation -> HttpMethod.valueOf(annotation.value()))
                .findFirst();
    }

    private static String value(@Nullable Path path) {
        return path == null ? "" : path.value();
    }

    private static String joined(String root, String rest) {
        String both = ("/" + root + "/" + rest).replaceAll("/+", "/").replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}");
        return both.length() > 1 && both.endsWith("/") ? both.substring(0, both.length() - 1) : both;
    }

    /** {@code AccountResource.freeze} is {@code accountFreeze}; a method that names its thing, such as {@code freezeAccount}, keeps its name. */
    String id() {
        String resource = owner.getSimpleName().replaceFirst("Resource$", "");
        String action = method.getName();
        if (action.contains(resource)) {
            return action;
        }
        return resource.substring(0, 1).toLowerCase(Locale.ROOT)
                + resource.substring(1)
                + action.substring(0, 1).toUpperCase(Locale.ROOT)
                + action.substring(1);
    }

    /** Names in the path, in their order. */
    List<String> pathNames() {
        return TEMPLATE.matcher(path)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    /** The parameter of the method that stands for a name in the path. */
    Optional<Parameter> pathParameter(String name) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> name.equals(pathName(parameter)))
                .findFirst();
    }

    private static String pathName(Parameter parameter) {
        PathParam named = parameter.getAnnotation(PathParam.class);
        RestPath rest = parameter.getAnnotation(RestPath.class);
        if (named != null) {
            return named.value();
        }
        return rest != null && !rest.value().isEmpty() ? rest.value() : parameter.getName();
    }

    /** Parameters in headers, by name. */
    static Optional<String> headerName(Parameter parameter) {
        return Optional.ofNullable(parameter.getAnnotation(HeaderParam.class)).map(HeaderParam::value);
    }

    /** The parameter that is the body; empty when there is none, or when it is not JSON of ours. */
    Optional<Parameter> body() {
        List<String> names = pathNames();
        return Arrays.stream(method.getParameters())
                .filter(parameter -> !names.contains(pathName(parameter)))
                .filter(parameter -> NOT_A_BODY.stream().noneMatch(parameter::isAnnotationPresent))
                .filter(parameter -> isJson(parameter.getType()))
                .findFirst();
    }

    private static boolean isJson(Class<?> type) {
        return type.isRecord() || type == MergePatch.class || type == Batch.class;
    }

    /** What is answered, without its wrapping; null when the signature does not tell. */
    @Nullable
    Type answer() {
        Type type = method.getGenericReturnType();
        while (type instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw
                && (raw.getName().endsWith(".RestResponse") || raw.getName().endsWith(".Uni"))) {
            type = generic.getActualTypeArguments()[0];
        }
        return type == jakarta.ws.rs.core.Response.class || isStream(type) ? null : type;
    }

    private static boolean isStream(Type type) {
        return type instanceof ParameterizedType generic
                && generic.getRawType().getTypeName().endsWith("Multi");
    }

    /** The method that answers the same GET as CSV, to those who ask for that. */
    Optional<Method> csv() {
        return verb == HttpMethod.GET ? LinkedFile.beside(method) : Optional.empty();
    }

    boolean isEmptyAnswer() {
        Type answer = answer();
        return answer == Void.class || answer == void.class;
    }

    /** Whether answers are JSON, as they are unless the method says otherwise. */
    boolean isJsonAnswer() {
        Produces produces = method.getAnnotation(Produces.class);
        return answer() != null && (produces == null || produces.value()[0].contains("json"));
    }

    /** Whether answers carry an ETag: that of what is answered; of a state change, that of the {@code resource} that it changed; of a part that is read, that of the whole. */
    boolean hasVersion() {
        return returnsResponse()
                && answer() instanceof Class<?> type
                && type.isRecord()
                && (verb == HttpMethod.GET
                        || Arrays.stream(type.getRecordComponents())
                                .anyMatch(part -> part.getType() == Version.class
                                        || part.getName().equals("resource") && hasVersion(part.getType())));
    }

    private static boolean hasVersion(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents()).anyMatch(part -> part.getType() == Version.class);
    }

    /** Whether the method says more than a body: its status and headers. */
    boolean returnsResponse() {
        return method.getReturnType().getSimpleName().equals("RestResponse");
    }

    /** Status of success: stated by {@code @ResponseStatus}, else 204 for nothing, 201 for what is posted and answered by {@link Responses}, 200. */
    int status() {
        ResponseStatus stated = method.getAnnotation(ResponseStatus.class);
        if (stated != null) {
            return stated.value();
        }
        if (isEmptyAnswer()) {
            return 204;
        }
        return verb == HttpMethod.POST && returnsResponse() ? 201 : 200;
    }

    List<String> consumed() {
        Consumes consumes = method.getAnnotation(Consumes.class);
        return consumes == null ? List.of("application/json") : List.of(consumes.value());
    }

    boolean isOpenToAll() {
        return method.isAnnotationPresent(PermitAll.class) || owner.isAnnotationPresent(PermitAll.class);
    }

    List<String> roles() {
        RolesAllowed own = method.getAnnotation(RolesAllowed.class);
        RolesAllowed roles = own == null ? owner.getAnnotation(RolesAllowed.class) : own;
        return roles == null ? List.of() : List.of(roles.value());
    }

    /** The list that the method answers; null when it answers none. */
    @Nullable
    Listing<?> listing() {
        return Listing.of(method).orElse(null);
    }

    /** The list by whose filters the method chooses rows; null when it does not. */
    @Nullable
    Listing<?> filteredListing() {
        FilteredBy filtered = method.getAnnotation(FilteredBy.class);
        return filtered == null ? null : Listing.declaredIn(filtered.value());
    }
}
