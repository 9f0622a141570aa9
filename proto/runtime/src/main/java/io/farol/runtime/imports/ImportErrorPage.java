package io.farol.runtime.imports;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Faults of an import, in the order of the file; the first 10,000 are kept. */
public record ImportErrorPage(
        List<ImportErrorView> items, @Nullable String nextPageToken) {

    public ImportErrorPage {
        items = List.copyOf(items);
    }

    /**
     * One fault.
     *
     * @param line where the row begins in the file, 1-based; the header is line 1
     * @param field null when the row as a whole is meant
     * @param value as it stood in the file, at most 200 characters; null when there was none
     * @param message in the caller's language
     */
    public record ImportErrorView(
            long line,
            @Nullable String field,
            @Nullable String value,
            String code,
            Map<String, Object> params,
            String message) {}
}
