package io.farol.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The OpenAPI document that the running build wrote, and the committed copies beside it. */
public final class OpenApiFile {
    private static final Path BUILT = Path.of("target", "openapi");
    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "patch");
    private static final String REF = "#/components/schemas/";

    private OpenApiFile() {}

    /** The document as YAML, as it is committed. */
    static String yaml() {
        return read(BUILT.resolve("openapi.yaml"));
    }

    /** The document as a tree. */
    public static JsonNode tree() {
        try {
            return new ObjectMapper().readTree(read(BUILT.resolve("openapi.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All operations of a document. */
    public static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(verb -> VERBS.contains(verb.getKey()))
                .forEach(verb -> operations.add(new Operation(path.getKey(), verb.getKey(), verb.getValue()))));
        return operations;
    }

    /** The schema that a schema refers to, or itself. */
    public static JsonNode resolved(JsonNode document, JsonNode schema) {
        String ref = schema.path("$ref").asText();
        return ref.startsWith(REF)
                ? document.path("components").path("schemas").path(ref.substring(REF.length()))
                : schema;
    }

    /** Whether the committed files are to be rewritten: {@code -Dfarol.openapi.update=true}. */
    static boolean isUpdating() {
        return Boolean.getBoolean("farol.openapi.update");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /**
     * One operation.
     *
     * @param path with {@code {names}}
     * @param verb lower case
     * @param node as documented
     */
    public record Operation(String path, String verb, JsonNode node) {
        @Override
        public String toString() {
            return verb.toUpperCase(java.util.Locale.ROOT) + " " + path;
        }
    }
}
