package io.farol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Labels;
import io.farol.runtime.error.Language;
import io.farol.runtime.error.Messages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Everything that a front end shows has a name in both languages: enumerations of the API, catalogues, problem codes. Each service's {@code LabelsTest} extends it as a {@code @QuarkusTest}; it writes
 * and guards {@code openapi/labels/en.json} and {@code pt-BR.json}.
 */
public abstract class LabelContract {
    private static final Path COMMITTED = Path.of("openapi", "labels");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** Package of the service, such as {@code io.farol.accounts}. */
    protected abstract String root();

    /** Problem codes of some packages that have no text in a language, and where it is missing. */
    public static List<String> missingTexts(String... packages) {
        List<String> missing = new ArrayList<>();
        for (ErrorCode code : codes(packages)) {
            for (Language language : Language.values()) {
                if (!Messages.knows(code, language)) {
                    missing.add(code.name() + " in messages_" + language.tag().replace('-', '_') + ".properties");
                }
            }
        }
        return missing;
    }

    @Test
    void everyProblemHasATextInEveryLanguage() {
        List<String> missing = missingTexts(root(), "io.farol.runtime");

        assertEquals(List.of(), missing, () -> String.join("\n", missing));
    }

    @Test
    void everyValueOfTheApiHasALabelInEveryLanguage() {
        List<String> missing = new ArrayList<>();
        for (String key : enumerationKeys()) {
            for (Language language : Language.values()) {
                if (!Labels.all(language).containsKey(key)) {
                    missing.add(key + " in labels_" + language.tag().replace('-', '_') + ".properties");
                }
            }
        }

        assertEquals(List.of(), missing, () -> String.join("\n", missing));
    }

    @Test
    void everyLanguageHasTheSameLabels() {
        assertEquals(
                Labels.all(Language.ENGLISH).keySet(),
                Labels.all(Language.BRAZILIAN_PORTUGUESE).keySet());
    }

    @Test
    void labelsAreCommittedAsTheCodeSaysThem() throws JsonProcessingException {
        for (Language language : Language.values()) {
            Path file = COMMITTED.resolve(language.tag() + ".json");
            String built = JSON.writeValueAsString(labels(language)) + "\n";
            if (OpenApiFile.isUpdating()) {
                OpenApiFile.write(file, built);
            }
            assertEquals(
                    Files.exists(file) ? OpenApiFile.read(file) : "",
                    built,
                    file + " is not what the code says: run this test with -Dfarol.openapi.update=true and commit it");
        }
    }

    private Map<String, Map<String, String>> labels(Language language) {
        Map<String, Map<String, String>> groups = new TreeMap<>();
        Labels.all(language).forEach((key, label) -> {
            String[] parts = key.split("\\.", 2);
            groups.computeIfAbsent(parts[0], group -> new TreeMap<>()).put(parts[1], label);
        });
        Map<String, String> problems = new TreeMap<>();
        codes(root(), "io.farol.runtime").forEach(code -> problems.put(code.name(), Messages.template(code, language)));
        groups.put("problem", problems);
        return groups;
    }

    private static List<String> enumerationKeys() {
        List<String> keys = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema :
                OpenApiFile.tree().path("components").path("schemas").properties()) {
            schema.getValue()
                    .path("x-extensible-enum")
                    .forEach(value -> keys.add(schema.getKey() + "." + value.asText()));
        }
        return keys;
    }

    private static List<ErrorCode> codes(String... packages) {
        List<ErrorCode> codes = new ArrayList<>();
        new ClassFileImporter()
                .importPackages(packages).stream()
                        .filter(type -> type.isEnum() && type.isAssignableTo(ErrorCode.class))
                        .forEach(type -> {
                            for (Object code : loaded(type.getName()).getEnumConstants()) {
                                codes.add((ErrorCode) code);
                            }
                        });
        codes.sort(Comparator.comparing(ErrorCode::name));
        return codes;
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
