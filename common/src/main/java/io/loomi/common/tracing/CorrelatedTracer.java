package io.loomi.common.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.vertx.core.Context;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.tracing.opentelemetry.Operation;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds correlation to Vert.x's tracer: each span gets the correlation id, and the correlation gets the span's trace. It
 * also names spans after their route and marks failed ones, which Vert.x's tracer does not do.
 */
final class CorrelatedTracer implements VertxTracer<Operation, Operation> {

    private static final String CORRELATION_ID = "loomi.correlation_id";

    // names from OpenTelemetry's semantic conventions
    private static final String ROUTE = "http.route";
    private static final String STATUS = "http.response.status_code";

    private final VertxTracer<Operation, Operation> tracer;
    private final Runnable close;

    /** @param close sends the remaining spans */
    CorrelatedTracer(VertxTracer<Operation, Operation> tracer, Runnable close) {
        this.tracer = tracer;
        this.close = close;
    }

    @Override
    public <R> @Nullable Operation receiveRequest(
            Context context,
            SpanKind kind,
            TracingPolicy policy,
            R request,
            String name,
            Iterable<Map.Entry<String, String>> headers,
            TagExtractor<R> tags) {
        @Nullable Operation operation =
                tracer.receiveRequest(context, kind, policy, request, name, headers, QueryRemover.of(tags));
        if (operation != null) {
            SpanContext span = operation.span().getSpanContext();
            Correlation.trace(
                    context,
                    new TraceParent(
                            span.getTraceId(),
                            span.getSpanId(),
                            span.getTraceFlags().asHex()));
        }
        return operation;
    }

    /** The correlation is known only now: it is read from the request after the span has begun. */
    @Override
    public <R> void sendResponse(
            Context context,
            @Nullable R response,
            @Nullable Operation operation,
            @Nullable Throwable failure,
            TagExtractor<R> tags) {
        correlate(context, operation);
        if (operation != null) {
            Correlation.routeOf(context).ifPresent(route -> nameAfter(route, operation.span()));
            noteFailure(operation, response, failure, tags);
        }
        tracer.sendResponse(context, response, operation, failure, tags);
    }

    private static void nameAfter(String route, Span span) {
        span.setAttribute(ROUTE, route);
        if (span instanceof ReadableSpan named) {
            span.updateName(named.getName() + " " + route);
        }
    }

    private static <R> void noteFailure(
            Operation operation, @Nullable R response, @Nullable Throwable failure, TagExtractor<R> tags) {
        if (failure != null || (response != null && isServerError(response, tags))) {
            operation.span().setStatus(StatusCode.ERROR);
        }
    }

    private static <R> boolean isServerError(R response, TagExtractor<R> tags) {
        return IntStream.range(0, tags.len(response))
                .filter(index -> tags.name(response, index).equals(STATUS))
                .anyMatch(index -> tags.value(response, index).startsWith("5"));
    }

    @Override
    public <R> @Nullable Operation sendRequest(
            Context context,
            SpanKind kind,
            TracingPolicy policy,
            R request,
            String name,
            BiConsumer<String, String> headers,
            TagExtractor<R> tags) {
        @Nullable Operation operation = tracer.sendRequest(context, kind, policy, request, name, headers, QueryRemover.of(tags));
        correlate(context, operation);
        return operation;
    }

    @Override
    public <R> void receiveResponse(
            Context context,
            @Nullable R response,
            @Nullable Operation operation,
            @Nullable Throwable failure,
            TagExtractor<R> tags) {
        if (operation != null) {
            noteFailure(operation, response, failure, tags);
        }
        tracer.receiveResponse(context, response, operation, failure, tags);
    }

    private static void correlate(Context context, @Nullable Operation operation) {
        if (operation != null) {
            Span span = operation.span();
            Correlation.of(context).ifPresent(id -> span.setAttribute(CORRELATION_ID, id.value()));
        }
    }

    @Override
    public void close() {
        close.run();
    }
}
