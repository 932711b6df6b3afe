package io.loomi.common.metrics;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.TraceParent;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Says for exemplars which trace the measured request belongs to, where it is one that is recorded. */
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

    /** A span that is an exemplar is as good as any other. */
    @Override
    public void markCurrentSpanAsExemplar() {}
}
