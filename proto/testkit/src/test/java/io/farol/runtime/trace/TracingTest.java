package io.farol.runtime.trace;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Without an endpoint, as most services run; with one: {@code TraceIT} of deploy/local. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String KEPT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final Sampler all = new TraceSampling().sampler(1);

    @Test
    void recordsNothingUnlessAskedTo() {
        given().auth()
                .oauth2(Issuer.token("aurora", "vera", "viewer"))
                .header("traceparent", KEPT)
                .get("/v1/trace-samples")
                .then()
                .statusCode(200)
                .body(equalTo("nothing"));
    }

    @Test
    void keepsWhatIsRecordedAndGoesOnWithIt() {
        SpanContext running =
                SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());

        try (Scope _ = Span.wrap(running).makeCurrent()) {
            assertEquals(KEPT, TraceParent.current());
        }
        assertEquals(TRACE, TraceParent.span(KEPT).getTraceId());
        assertEquals("00f067aa0ba902b7", TraceParent.span(KEPT).getSpanId());
    }

    @Test
    void goesOnWithNothingThatIsNotSane() {
        assertFalse(TraceParent.span(null).isValid());
        assertFalse(TraceParent.span("00-x").isValid());
    }

    @Test
    void beginsTracesOfRequestsAndOfWhatAFeedBrings() {
        assertEquals(SamplingDecision.RECORD_AND_SAMPLE, begun("POST", SpanKind.SERVER, "/v1/things"));
        assertEquals(SamplingDecision.RECORD_AND_SAMPLE, begun("apply accounts", SpanKind.CONSUMER, null));
    }

    @Test
    void beginsNoneOfPollsLeasesAndStreams() {
        assertEquals(SamplingDecision.DROP, begun("UPDATE job_lease", SpanKind.CLIENT, null));
        assertEquals(SamplingDecision.DROP, begun("poll", SpanKind.INTERNAL, null));
        assertEquals(
                SamplingDecision.DROP, begun("POST", SpanKind.SERVER, "/farol.accounts.v1.AccountsFeed/Subscribe"));
        assertEquals(SamplingDecision.DROP, begun("farol.accounts.v1.AccountsFeed/Subscribe", SpanKind.SERVER, null));
    }

    @Test
    void followsItsCaller() {
        Context recorded = TraceParent.context(KEPT);
        Context unrecorded = TraceParent.context(KEPT.replaceAll("01$", "00"));

        assertEquals(SamplingDecision.RECORD_AND_SAMPLE, decision(all, recorded, "SELECT", SpanKind.CLIENT, null));
        assertEquals(SamplingDecision.DROP, decision(all, unrecorded, "POST", SpanKind.SERVER, "/v1/things"));
    }

    @Test
    void beginsTheShareThatIsAskedFor() {
        Sampler none = new TraceSampling().sampler(0);

        assertEquals(SamplingDecision.DROP, decision(none, Context.root(), "POST", SpanKind.SERVER, "/v1/things"));
    }

    private SamplingDecision begun(String name, SpanKind kind, @Nullable String path) {
        return decision(all, Context.root(), name, kind, path);
    }

    private static SamplingDecision decision(
            Sampler sampler, Context parent, String name, SpanKind kind, @Nullable String path) {
        Attributes attributes =
                path == null ? Attributes.empty() : Attributes.of(AttributeKey.stringKey("url.path"), path);
        return sampler.shouldSample(parent, TRACE, name, kind, attributes, List.of())
                .getDecision();
    }
}
