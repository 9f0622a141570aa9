package io.farol.metrics.viewpoint;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.rest.Page;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * From where the pages of one list are seen: all from where the first one was, which their tokens say, so that what is learnt between two pages, or a midnight, changes no row.
 *
 * @param knownAt as the question or its token names it; null = all that is known now
 * @param parameters of the request, with the token that the list itself gave
 */
public record PagedViewpoint(Viewpoint viewpoint, @Nullable Instant knownAt, Map<String, List<String>> parameters) {
    private static final String TOKEN = "pageToken";

    /**
     * What a token says.
     *
     * @param listToken where the page begins
     */
    record Mark(Instant knownAt, LocalDate asOf, String listToken) {
        private static final Instant NEVER = Instant.parse("+10000-01-01T00:00:00Z");

        Mark {
            if (knownAt.isBefore(Instant.EPOCH)
                    || !knownAt.isBefore(NEVER)
                    || asOf.getYear() < 1
                    || asOf.getYear() > 9999) {
                throw new IllegalArgumentException("no time of ours");
            }
        }

        /** Of a request's parameters; null on a first page. */
        static @Nullable Mark of(Map<String, List<String>> parameters) {
            @Nullable List<String> given = parameters.get(TOKEN);
            return given == null || given.size() > 1 ? null : decoded(given.getFirst());
        }

        private static Mark decoded(String token) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("/", 3);
                if (parts.length == 3) {
                    return new Mark(Instant.parse(parts[0]), LocalDate.parse(parts[1]), parts[2]);
                }
            } catch (IllegalArgumentException | DateTimeException e) {
                throw invalid();
            }
            throw invalid();
        }

        private static DomainException invalid() {
            return DomainException.invalid(List.of(Fault.in(TOKEN, PlatformError.INVALID_PAGE_TOKEN)));
        }

        String encoded() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((knownAt + "/" + asOf + "/" + listToken).getBytes(StandardCharsets.UTF_8));
        }
    }

    static PagedViewpoint of(
            Viewpoint viewpoint, @Nullable Instant knownAt, Map<String, List<String>> parameters, @Nullable Mark mark) {
        Map<String, List<String>> ofList = new TreeMap<>(parameters);
        if (mark != null) {
            ofList.put(TOKEN, List.of(mark.listToken));
        }
        return new PagedViewpoint(viewpoint, knownAt, ofList);
    }

    /** The list's path with from where it is seen, to which its tokens are bound: who changes the one in a token, or asks from elsewhere, is refused. */
    public String bound(String path) {
        return path + "@" + viewpoint.position() + "/" + viewpoint.asOf();
    }

    /** A page whose token says from where it was seen. */
    public <T> Page<T> page(Page<T> page) {
        return new Page<>(
                page.items(),
                page.nextPageToken() == null
                        ? null
                        : new Mark(viewpoint.knownAt(), viewpoint.asOf(), page.nextPageToken()).encoded(),
                page.total());
    }
}
