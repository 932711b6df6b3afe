package io.loomi.common.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which traces are sampled. */
class RequestSamplerTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void samplesThePercentage() {
        Sampler quarter = RequestSampler.of(25);
        SplittableRandom random = new SplittableRandom(7);

        long sampled = IntStream.range(0, 4_000)
                .filter(_ -> isSampled(
                        quarter,
                        Context.root(),
                        "%016x%016x".formatted(random.nextLong(), random.nextLong()),
                        "/api/users"))
                .count();

        assertThat(sampled).isBetween(900L, 1_100L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/health", "/health/ready", "/health/live"})
    void doesNotSampleMonitoringRequests(String path) {
        assertThat(isSampled(RequestSampler.of(100), Context.root(), TRACE, path))
                .isFalse();
        assertThat(isSampled(RequestSampler.of(100), Context.root(), TRACE, "/healthy"))
                .isTrue();
    }

    @Test
    void keepsTheCallersDecision() {
        assertThat(isSampled(RequestSampler.of(0), parent(TraceFlags.getSampled()), TRACE, "/api/users"))
                .isTrue();
        assertThat(isSampled(RequestSampler.of(100), parent(TraceFlags.getDefault()), TRACE, "/api/users"))
                .isFalse();
    }

    private static Context parent(TraceFlags flags) {
        SpanContext caller =
                SpanContext.createFromRemoteParent(TRACE, "00f067aa0ba902b7", flags, TraceState.getDefault());
        return Context.root().with(Span.wrap(caller));
    }

    private static boolean isSampled(Sampler sampler, Context parent, String trace, String path) {
        return sampler.shouldSample(
                                parent,
                                trace,
                                "GET",
                                SpanKind.SERVER,
                                Attributes.of(AttributeKey.stringKey("url.path"), path),
                                List.of())
                        .getDecision()
                == SamplingDecision.RECORD_AND_SAMPLE;
    }
}
