package io.farol.runtime.log;

import io.farol.runtime.id.UuidV7;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Name of the running request, in every log line, problem and audit row: the caller's {@code X-Request-Id} when it is sane, else one made here. */
public final class RequestId {
    /** Header of request and answer. */
    public static final String HEADER = "X-Request-Id";

    static final String FIELD = "requestId";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /** Of the running request; work without a request gets a new one. */
    public static String current() {
        return MDC.get(FIELD) instanceof String id ? id : UuidV7.next().toString();
    }

    /** The caller's when it is sane, else a new one. */
    static String of(@Nullable String sent) {
        return sent != null && SANE.matcher(sent).matches()
                ? sent
                : UuidV7.next().toString();
    }
}
