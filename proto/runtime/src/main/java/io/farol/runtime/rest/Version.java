package io.farol.runtime.rest;

import com.fasterxml.jackson.annotation.JsonValue;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which state of an aggregate is meant. Travels as the entity tag {@code "3"}: in {@code ETag}, {@code If-Match}, {@code If-None-Match} and as {@code etag} in items.
 *
 * @param number counts from 1; {@code -1} is an entity tag that is none of ours and so never the current one
 */
public record Version(long number) {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"?(\\d{1,18})\"?");

    /** An entity tag as a client sent it; {@code W/} is ignored. */
    static Version parse(String tag) {
        Matcher matcher = TAG.matcher(tag.strip());
        return new Version(matcher.matches() ? Long.parseLong(matcher.group(1)) : -1);
    }

    /** The version that a changing request must name: 428 when it does not. */
    public static Version required(@Nullable Version version) {
        if (version == null) {
            throw new DomainException(PlatformError.VERSION_REQUIRED, "If-Match is missing");
        }
        return version;
    }

    /**
     * Refuses a change to a state that is no longer the current one: 428 when none is named, 412 when stale.
     *
     * @param currentView what the resource looks like now; asked for only when it is needed
     */
    public static void check(@Nullable Version expected, long current, Supplier<?> currentView) {
        if (required(expected).number != current) {
            throw new DomainException(
                    PlatformError.STALE_VERSION,
                    "stale version",
                    Map.of("currentEtag", new Version(current).toString(), "current", currentView.get()));
        }
    }

    /** The entity tag, quoted. */
    @Override
    @JsonValue
    public String toString() {
        return "\"" + number + "\"";
    }
}
