package io.loomi.common.metrics;

import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.TraceParent;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Gives exemplars the trace of the measured request, if it is sampled. */
final class CurrentTrace implements SpanContext {

    @Override
    public @Nullable String getCurrentTraceId() {
        return Correlation.current().map(id -> id.trace().traceId()).orElse(null);
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        return Correlation.current().map(id -> id.trace().spanId()).orElse(null);
    }

    @Override
    public boolean isCurrentSpanSampled() {
        return Correlation.current()
                .map(id -> id.trace())
                .filter(TraceParent::isSampled)
                .isPresent();
    }

    /** Does nothing: exemplar spans get no special treatment. */
    @Override
    public void markCurrentSpanAsExemplar() {}
}
