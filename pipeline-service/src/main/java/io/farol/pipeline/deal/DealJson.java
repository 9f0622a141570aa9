package io.farol.pipeline.deal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Map;

/** Parts of a deal that are stored as JSON, since nobody searches by them. */
final class DealJson {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<NegotiationPoint>> POINTS = new TypeReference<>() {};

    private DealJson() {}

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a part of a deal cannot be written as JSON", e);
        }
    }

    static Map<String, String> texts(String json) {
        return read(json, TEXTS);
    }

    static List<NegotiationPoint> points(String json) {
        return read(json, POINTS);
    }

    /** What PostgreSQL made of rows. */
    static JsonNode tree(String json) {
        return read(json, new TypeReference<>() {});
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON that is none", e);
        }
    }
}
