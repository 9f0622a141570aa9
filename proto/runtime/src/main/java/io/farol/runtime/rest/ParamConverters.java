package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads parameters of REST methods. A path with an ill-formed id is answered like one with an unknown id; a query or header parameter is refused by name. */
@Provider
public class ParamConverters implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(
            Class<T> rawType, @Nullable Type genericType, Annotation @Nullable [] annotations) {
        if (rawType == String.class || !Scalars.isScalar(rawType)) {
            return null;
        }
        return (ParamConverter<T>) new ScalarConverter(rawType, name(annotations));
    }

    private static @Nullable String name(Annotation @Nullable [] annotations) {
        if (annotations == null) {
            return null;
        }
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam query) {
                return query.value();
            }
            if (annotation instanceof HeaderParam header) {
                return header.value();
            }
        }
        return null;
    }

    private record ScalarConverter(Class<?> type, @Nullable String name) implements ParamConverter<Object> {
        @Override
        public @Nullable Object fromString(@Nullable String value) {
            if (value == null) {
                return null;
            }
            try {
                return Scalars.parse(type, value);
            } catch (DomainException e) {
                throw name == null
                        ? new NotFoundException()
                        : new BadRequestException(
                                DomainException.invalid(List.of(Fault.in(name, e.code(), e.params()))));
            }
        }

        @Override
        public String toString(Object value) {
            return value.toString();
        }
    }
}
