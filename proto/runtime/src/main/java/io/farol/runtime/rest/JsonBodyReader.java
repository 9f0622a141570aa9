package io.farol.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Reads JSON bodies into records and {@link MergePatch}: strict, bounded in size and depth, all faults at once. */
@Provider
@Consumes({MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE})
public class JsonBodyReader implements ServerMessageBodyReader<Object> {
    /** Deepest nesting of a body. */
    public static final int MAX_DEPTH = 32;
    /** Largest JSON body; bulk data goes through imports. */
    public static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final ObjectMapper TREES = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(100_000)
                            .maxNumberLength(64)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final JsonBinder binder;
    private final CurrentVertxRequest request;

    JsonBodyReader(JsonBinder binder, CurrentVertxRequest request) {
        this.binder = binder;
        this.request = request;
    }

    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo resource, MediaType mediaType) {
        return isOurs(type);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isOurs(type);
    }

    private static boolean isOurs(Class<?> type) {
        return type.isRecord()
                || type == MergePatch.class
                || type == Batch.class
                || type == JsonNode.class
                || Collection.class.isAssignableFrom(type);
    }

    @Override
    public Object readFrom(Class<Object> type, Type genericType, MediaType mediaType, ServerRequestContext context)
            throws IOException {
        return read(type, genericType, context.getInputStream());
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return read(type, genericType, body);
    }

    private Object read(Class<?> type, Type genericType, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new DomainException(
                    PlatformError.BODY_TOO_LARGE, "JSON body too large", Map.of("maxBytes", MAX_BYTES));
        }
        if (request.getCurrent() != null) {
            BodyHash.keep(request.getCurrent(), bytes);
        }
        JsonNode tree = tree(bytes);
        if (type == JsonNode.class) {
            return tree;
        }
        if (type == MergePatch.class) {
            return new MergePatch<>(tree, argument(genericType), binder);
        }
        if (type == Batch.class) {
            return new Batch<>(tree, argument(genericType), binder);
        }
        return binder.bind(tree, genericType);
    }

    private static Class<?> argument(Type type) {
        if (type instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof Class<?> shape) {
            return shape;
        }
        throw new IllegalStateException("say of what: MergePatch<ThingRequest>, Batch<ThingRequest>");
    }

    private static JsonNode tree(byte[] bytes) throws IOException {
        JsonNode tree;
        try {
            tree = TREES.readTree(bytes);
        } catch (StreamConstraintsException e) {
            throw new DomainException(PlatformError.BODY_TOO_DEEP, "JSON body over a limit", Map.of("max", MAX_DEPTH));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            throw new DomainException(
                    PlatformError.MALFORMED_JSON, "malformed JSON", Map.of("line", line, "column", column));
        }
        if (tree == null || tree.isMissingNode()) {
            throw new DomainException(PlatformError.BODY_REQUIRED, "no body");
        }
        return tree;
    }
}
