package io.farol.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a path offers, for the header {@code Allow} of a 405, which RFC 9110 demands and RESTEasy leaves out; read from the API's own document when it is first needed. */
@ApplicationScoped
class AllowedMethods {
    private static final String DOCUMENT = "META-INF/quarkus-generated-openapi-doc.JSON";

    private final ObjectMapper json;
    private volatile @Nullable Map<String, List<String>> methodsByPath;

    AllowedMethods(ObjectMapper json) {
        this.json = json;
    }

    /** Methods in alphabetical order, such as {@code GET, HEAD, OPTIONS, POST}; empty for a path that is not documented. */
    Optional<String> of(String path) {
        String[] segments = path.split("/");
        return methodsByPath().entrySet().stream()
                .filter(entry -> fits(entry.getKey().split("/"), segments))
                .min(Comparator.comparingLong(
                        entry -> entry.getKey().chars().filter(c -> c == '{').count()))
                .map(entry -> String.join(", ", entry.getValue()));
    }

    private static boolean fits(String[] template, String[] segments) {
        if (template.length != segments.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            if (!template[i].startsWith("{") && !template[i].equals(segments[i])) {
                return false;
            }
        }
        return true;
    }

    private Map<String, List<String>> methodsByPath() {
        Map<String, List<String>> known = methodsByPath;
        if (known == null) {
            known = read();
            methodsByPath = known;
        }
        return known;
    }

    private Map<String, List<String>> read() {
        Map<String, List<String>> read = new TreeMap<>();
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(DOCUMENT)) {
            JsonNode document = file == null ? json.nullNode() : json.readTree(file);
            document.path("paths").properties().forEach(path -> {
                TreeSet<String> methods = new TreeSet<>(List.of("OPTIONS"));
                path.getValue().properties().stream()
                        .filter(operation -> operation.getValue().has("responses"))
                        .forEach(operation -> methods.add(operation.getKey().toUpperCase(Locale.ROOT)));
                if (methods.contains("GET")) {
                    methods.add("HEAD");
                }
                read.put(path.getKey(), List.copyOf(methods));
            });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return read;
    }
}
