package io.farol.pipeline.qualification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** The fields of a framework as they are stored: JSON, since nobody searches by them. */
final class FieldsJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<FrameworkField>> FIELDS = new TypeReference<>() {};

    private FieldsJson() {}

    static String write(List<FrameworkField> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the fields of a framework cannot be written as JSON", e);
        }
    }

    static List<FrameworkField> read(String json) {
        try {
            return JSON.readValue(json, FIELDS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON that is none", e);
        }
    }
}
