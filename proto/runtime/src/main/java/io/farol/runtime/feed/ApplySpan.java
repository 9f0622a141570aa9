package io.farol.runtime.feed;

import io.farol.runtime.trace.TraceParent;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import java.util.Collection;
import java.util.List;

/** The span of applying some of a feed, linked to the requests that made the changes; none when none of those is recorded. */
final class ApplySpan implements AutoCloseable {
    private final Span span;
    private final Scope scope;

    private ApplySpan(Span span) {
        this.span = span;
        this.scope = span.makeCurrent();
    }

    static ApplySpan begin(Subscription subscription, int events, Collection<String> traceParents) {
        List<SpanContext> sources = traceParents.stream()
                .map(TraceParent::span)
                .filter(SpanContext::isValid)
                .toList();
        if (sources.isEmpty()) {
            return new ApplySpan(Span.getInvalid());
        }
        SpanBuilder span = GlobalOpenTelemetry.getTracer("io.farol.feed")
                .spanBuilder("apply " + subscription.sourceLabel())
                .setNoParent()
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("farol.feed.source", subscription.sourceLabel())
                .setAttribute("farol.feed.events", events);
        sources.forEach(span::addLink);
        return new ApplySpan(span.startSpan());
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
