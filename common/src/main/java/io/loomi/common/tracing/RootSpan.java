package io.loomi.common.tracing;

import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The span of work that no request or message began, made by Vert.x' tracer. Does nothing without a tracer. */
final class RootSpan {

    private static final RootSpan NONE = new RootSpan(null, null, null);

    private final @Nullable ContextInternal context;
    private final @Nullable VertxTracer<Object, ?> tracer;
    private final @Nullable Object operation;

    private RootSpan(
            @Nullable ContextInternal context, @Nullable VertxTracer<Object, ?> tracer, @Nullable Object operation) {
        this.context = context;
        this.tracer = tracer;
        this.operation = operation;
    }

    /** Begins a span in the current context, which traces the work from now on. */
    @SuppressWarnings("unchecked") // an operation is given back only to the tracer that made it
    static RootSpan begin(String name) {
        if (!(Vertx.currentContext() instanceof ContextInternal context) || context.tracer() == null) {
            return NONE;
        }
        VertxTracer<Object, ?> tracer = (VertxTracer<Object, ?>) context.tracer();
        @Nullable Object operation = tracer.receiveRequest(
                context, SpanKind.MESSAGING, TracingPolicy.ALWAYS, name, name, List.of(), TagExtractor.empty());
        return new RootSpan(context, tracer, operation);
    }

    void end(AsyncResult<?> result) {
        if (tracer != null && context != null) {
            tracer.sendResponse(context, null, operation, result.cause(), TagExtractor.empty());
        }
    }
}
