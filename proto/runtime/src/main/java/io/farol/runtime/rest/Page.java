package io.farol.runtime.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items in the list's order
 * @param nextPageToken where the next page begins; null on the last one
 * @param total rows over all pages; only with {@code ?count=true}
 */
public record Page<T>(
        List<T> items,
        @Nullable String nextPageToken,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Total total) {

    public Page {
        items = List.copyOf(items);
    }

    /** The same page with other items. */
    public <R> Page<R> map(Function<? super T, ? extends R> change) {
        return new Page<>(items.stream().<R>map(change).toList(), nextPageToken, total);
    }
}
