package io.loomi.common.tracing;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The span of a wait that no call of the request shows, such as for a group commit. Without a trace there is no span
 * and no cost.
 */
public final class WorkSpan {

    private static final WorkSpan NONE = new WorkSpan(null, null, null);
    private static final TagExtractor<List<Map.Entry<String, String>>> ATTRIBUTES = new Entries();

    private final @Nullable ContextInternal context;
    private final @Nullable VertxTracer<?, Object> tracer;
    private final @Nullable Object operation;

    private WorkSpan(
            @Nullable ContextInternal context, @Nullable VertxTracer<?, Object> tracer, @Nullable Object operation) {
        this.context = context;
        this.tracer = tracer;
        this.operation = operation;
    }

    /** Begins a span now, under the span of the current request. */
    @SuppressWarnings("unchecked") // each tracer gets back only its own operations
    public static WorkSpan begin(String name) {
        if (!(Vertx.currentContext() instanceof ContextInternal context) || context.tracer() == null) {
            return NONE;
        }
        VertxTracer<?, Object> tracer = (VertxTracer<?, Object>) context.tracer();
        @Nullable Object operation = tracer.sendRequest(
                context, SpanKind.RPC, TracingPolicy.PROPAGATE, name, name, (_, _) -> {}, TagExtractor.empty());
        return operation == null ? NONE : new WorkSpan(context, tracer, operation);
    }

    /** @param attributes added to the span */
    public void end(Map<String, String> attributes, @Nullable Throwable failure) {
        if (tracer != null && context != null) {
            tracer.receiveResponse(context, List.copyOf(attributes.entrySet()), operation, failure, ATTRIBUTES);
        }
    }

    private static final class Entries implements TagExtractor<List<Map.Entry<String, String>>> {

        @Override
        public int len(List<Map.Entry<String, String>> source) {
            return source.size();
        }

        @Override
        public String name(List<Map.Entry<String, String>> source, int index) {
            return source.get(index).getKey();
        }

        @Override
        public String value(List<Map.Entry<String, String>> source, int index) {
            return source.get(index).getValue();
        }
    }
}
