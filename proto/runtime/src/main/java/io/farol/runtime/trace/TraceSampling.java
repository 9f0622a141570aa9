package io.farol.runtime.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which traces are recorded: those that a caller records, and a share of those that begin here. */
class TraceSampling {

    @Produces
    @Singleton
    @Unremovable
    Sampler sampler(@ConfigProperty(name = "farol.otel.ratio") double ratio) {
        return Sampler.parentBased(new BegunHere(Sampler.traceIdRatioBased(ratio)));
    }

    /** Of requests and of what a feed brings; not of polls and leases, which would be most of all traces, nor of streams, which last minutes. */
    private record BegunHere(Sampler share) implements Sampler {
        private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
        private static final String STREAM = "/Subscribe";

        @Override
        public SamplingResult shouldSample(
                Context parent,
                String traceId,
                String name,
                SpanKind kind,
                Attributes attributes,
                List<LinkData> links) {
            boolean isBegun = kind == SpanKind.SERVER || kind == SpanKind.CONSUMER;
            String path = attributes.get(PATH);
            boolean isStream = name.endsWith(STREAM) || path != null && path.endsWith(STREAM);
            return isBegun && !isStream
                    ? share.shouldSample(parent, traceId, name, kind, attributes, links)
                    : SamplingResult.drop();
        }

        @Override
        public String getDescription() {
            return "BegunHere{" + share.getDescription() + "}";
        }
    }
}
