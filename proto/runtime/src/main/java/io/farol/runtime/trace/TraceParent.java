package io.farol.runtime.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What ran, as it is kept with that which is done for it later, elsewhere: the text of the W3C header {@code traceparent}. */
public final class TraceParent {
    private static final TextMapGetter<String> KEPT = new Kept();

    private TraceParent() {}

    /** Of the running span; null when it is not recorded, so that nothing is kept and nothing costs. */
    public static @Nullable String current() {
        SpanContext span = Span.current().getSpanContext();
        return span.isSampled() ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-01" : null;
    }

    /** A context that goes on with it; the root when nothing was kept, or nothing sane. */
    public static Context context(@Nullable String kept) {
        return kept == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), kept, KEPT);
    }

    /** The span that it names; an invalid one when nothing sane was kept. */
    public static SpanContext span(@Nullable String kept) {
        return Span.fromContext(context(kept)).getSpanContext();
    }

    /** A single header. */
    private static final class Kept implements TextMapGetter<String> {
        @Override
        public Iterable<String> keys(String kept) {
            return List.of("traceparent");
        }

        @Override
        public @Nullable String get(@Nullable String kept, String key) {
            return key.equals("traceparent") ? kept : null;
        }
    }
}
