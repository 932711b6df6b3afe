package io.loomi.common.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples a percentage of the traces that begin here, but no health checks and no metrics requests. */
record RequestSampler(Sampler sampler) implements Sampler {

    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

    static Sampler of(int percent) {
        return Sampler.parentBased(new RequestSampler(Sampler.traceIdRatioBased(percent / 100.0)));
    }

    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        return isMonitoring(attributes.get(PATH))
                ? SamplingResult.drop()
                : sampler.shouldSample(parent, traceId, name, kind, attributes, links);
    }

    private static boolean isMonitoring(@Nullable String path) {
        return path != null && (path.equals("/metrics") || path.equals("/health") || path.startsWith("/health/"));
    }

    @Override
    public String getDescription() {
        return "Requests:" + sampler.getDescription();
    }
}
