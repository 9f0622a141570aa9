package io.farol.runtime.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;

/** The query parameters that a REST method declares: its own and those of its {@code @BeanParam}s. */
final class QueryParameters {
    private QueryParameters() {}

    /** Types by name, in the order of the declaration. */
    static Map<String, Type> of(Method method) {
        Map<String, Type> types = new LinkedHashMap<>();
        for (Parameter parameter : method.getParameters()) {
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            RestQuery rest = parameter.getAnnotation(RestQuery.class);
            if (query != null) {
                types.put(query.value(), parameter.getParameterizedType());
            } else if (rest != null) {
                types.put(named(rest, parameter.getName()), parameter.getParameterizedType());
            } else if (parameter.isAnnotationPresent(BeanParam.class)) {
                addFields(parameter.getType(), types);
            }
        }
        return types;
    }

    private static void addFields(Class<?> bean, Map<String, Type> types) {
        for (Field field : bean.getDeclaredFields()) {
            QueryParam query = field.getAnnotation(QueryParam.class);
            RestQuery rest = field.getAnnotation(RestQuery.class);
            if (query != null) {
                types.put(query.value(), field.getGenericType());
            } else if (rest != null) {
                types.put(named(rest, field.getName()), field.getGenericType());
            }
        }
    }

    private static String named(RestQuery query, String fallback) {
        return query.value().isEmpty() ? fallback : query.value();
    }
}
