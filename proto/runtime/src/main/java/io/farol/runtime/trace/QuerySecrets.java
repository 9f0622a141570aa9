package io.farol.runtime.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps the tokens of download links out of traces: whoever has one has the file. */
@Singleton
@Unremovable
class QuerySecrets implements SpanProcessor {
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final Pattern TOKEN = Pattern.compile("(?<=^|&)download=[^&]*");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        @Nullable String query = span.getAttribute(QUERY);
        if (query != null && query.contains("download=")) {
            span.setAttribute(QUERY, TOKEN.matcher(query).replaceAll("download=REDACTED"));
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
