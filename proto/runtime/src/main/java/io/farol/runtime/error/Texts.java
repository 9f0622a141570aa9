package io.farol.runtime.error;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of one language from the files of one name in every jar; {@code {name}} stands for a value. */
final class Texts {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private Texts() {}

    /** All entries of {@code <name>_<language>.properties} over all jars, by key. */
    static Map<String, String> load(String name, Language language) {
        Map<String, String> merged = new TreeMap<>();
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            for (URL file : Collections.list(loader.getResources(name + "_" + language.suffix() + ".properties"))) {
                Properties properties = new Properties();
                try (var reader = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
                    properties.load(reader);
                }
                properties.forEach((key, text) -> merged.put(key.toString(), text.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(merged);
    }

    /** The text with its places filled; a value that is not there leaves a dash. */
    static String fill(String text, Map<String, Object> values) {
        Matcher matcher = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(
                    filled, Matcher.quoteReplacement(shown(values.getOrDefault(matcher.group(1), "-"))));
        }
        return matcher.appendTail(filled).toString();
    }

    private static String shown(Object value) {
        if (value instanceof Iterable<?> several) {
            return String.join(
                    ", ",
                    java.util.stream.StreamSupport.stream(several.spliterator(), false)
                            .map(String::valueOf)
                            .toList());
        }
        return value instanceof Object[] several ? shown(List.of(several)) : String.valueOf(value);
    }
}
