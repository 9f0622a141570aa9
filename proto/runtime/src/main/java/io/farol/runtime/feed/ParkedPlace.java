package io.farol.runtime.feed;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the list of a source's parked events, as opaque text: after this event of this tenant. */
record ParkedPlace(String tenant, long position) {
    private static final Pattern SHAPE = Pattern.compile("([a-z]+):(.+):([0-9]{1,18})");

    static ParkedPlace of(ParkedEvent event) {
        return new ParkedPlace(event.tenantId(), event.position());
    }

    String token(FeedSource source) {
        String text = source.label() + ":" + tenant + ":" + position;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a token of the same source; any other is refused. */
    static ParkedPlace read(FeedSource source, String token) {
        Matcher matcher = SHAPE.matcher(decoded(token));
        if (!matcher.matches() || !matcher.group(1).equals(source.label())) {
            throw invalid();
        }
        return new ParkedPlace(matcher.group(2), Long.parseLong(matcher.group(3)));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static DomainException invalid() {
        return DomainException.invalid(List.of(Fault.in("pageToken", PlatformError.INVALID_PAGE_TOKEN)));
    }
}
