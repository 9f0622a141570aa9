package io.farol.local.demo;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of the files that the demo imports. */
final class Csv {
    private Csv() {}

    static void row(StringBuilder csv, @Nullable Object... values) {
        csv.append(Arrays.stream(values).map(Csv::field).collect(Collectors.joining(",")))
                .append('\n');
    }

    private static String field(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.contains(",") || text.contains("\"") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
