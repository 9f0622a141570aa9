package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Looks at the query parameters of a request before its method runs: one that the method does not have, or a value that is none, is a 400 that names it; all of them at once. A download link's are those of its file. */
public class ParameterCheck {
    private final Map<Method, Map<String, Class<?>>> known = new ConcurrentHashMap<>();
    private final CurrentTenant tenant;

    ParameterCheck(CurrentTenant tenant) {
        this.tenant = tenant;
    }

    @ServerRequestFilter(nonBlocking = true)
    void check(ContainerRequestContext request, ResourceInfo resource) {
        Method called = resource.getResourceMethod();
        if (called == null
                || called.isAnnotationPresent(FilteredBy.class)
                || !called.getDeclaringClass().getName().startsWith("io.farol.")) {
            return;
        }
        Optional<Method> file = LinkedFile.of(called);
        Method method = file.orElse(called);
        if (method.isAnnotationPresent(ListedBy.class)) {
            file.ifPresent(list -> checkList(list, request.getUriInfo()));
            return;
        }
        Map<String, Class<?>> declared = known.computeIfAbsent(method, ParameterCheck::declared);
        List<Fault> faults = new ArrayList<>();
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            Class<?> type = declared.getOrDefault(name, isAccepted(method, name) ? Object.class : void.class);
            if (type == void.class) {
                faults.add(Fault.in(name, PlatformError.UNKNOWN_PARAMETER, Map.of("name", name)));
            } else if (Scalars.isScalar(type)) {
                values.forEach(value -> parse(name, type, value, faults));
            }
        });
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
    }

    /** Other lists are checked when they are read. */
    private void checkList(Method list, UriInfo uri) {
        Listing<?> listing = Listing.of(list).orElseThrow();
        new ListQuery(listing, listing.owner(tenant), uri.getPath(), uri.getQueryParameters());
    }

    private static void parse(String name, Class<?> type, String value, List<Fault> faults) {
        try {
            Scalars.parse(type, value);
        } catch (DomainException e) {
            faults.add(Fault.in(name, e.code(), e.params()));
        }
    }

    private static boolean isAccepted(Method method, String name) {
        AlsoAccepts also = method.getAnnotation(AlsoAccepts.class);
        if (also == null) {
            return false;
        }
        for (String accepted : also.value()) {
            boolean isPrefix = accepted.endsWith("*");
            if (accepted.equals(name) || isPrefix && name.startsWith(accepted.substring(0, accepted.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, Class<?>> declared(Method method) {
        Map<String, Class<?>> names = new HashMap<>();
        QueryParameters.of(method).forEach((name, type) -> names.put(name, scalarType(type)));
        return names;
    }

    private static Class<?> scalarType(Type type) {
        if (type instanceof ParameterizedType generic && generic.getActualTypeArguments()[0] instanceof Class<?> item) {
            return item;
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }
}
