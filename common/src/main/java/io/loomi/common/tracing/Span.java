package io.loomi.common.tracing;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A span that Loomi creates itself, with the tracer of Vert.x. Without a tracer there is no span and no cost. */
public final class Span {

    private static final Span NONE = new Span((_, _) -> {});
    private static final TagExtractor<List<Map.Entry<String, String>>> ATTRIBUTES = new Entries();

    private final Ending ending;

    private interface Ending {
        void end(List<Map.Entry<String, String>> attributes, @Nullable Throwable failure);
    }

    private Span(Ending ending) {
        this.ending = ending;
    }

    /**
     * Begins a child of the current request's span, for a wait that no other span shows, such as the wait for a group
     * commit. Does nothing if the request is not traced.
     */
    public static Span child(String name) {
        return tracedContext()
                .map(context -> child(context, tracer(context), name))
                .orElse(NONE);
    }

    private static Span child(ContextInternal context, VertxTracer<Object, Object> tracer, String name) {
        @Nullable Object operation = tracer.sendRequest(
                context, SpanKind.RPC, TracingPolicy.PROPAGATE, name, name, (_, _) -> {}, TagExtractor.empty());
        return operation == null
                ? NONE
                : new Span((attributes, failure) ->
                        tracer.receiveResponse(context, attributes, operation, failure, ATTRIBUTES));
    }

    /** Begins a trace for work that no request or message started. From now on, the current context traces the work. */
    static Span root(String name) {
        return tracedContext()
                .map(context -> root(context, tracer(context), name))
                .orElse(NONE);
    }

    private static Span root(ContextInternal context, VertxTracer<Object, Object> tracer, String name) {
        @Nullable Object operation = tracer.receiveRequest(
                context, SpanKind.MESSAGING, TracingPolicy.ALWAYS, name, name, List.of(), TagExtractor.empty());
        return new Span(
                (attributes, failure) -> tracer.sendResponse(context, attributes, operation, failure, ATTRIBUTES));
    }

    /** Ends the span with what is known by now. */
    public void end(Map<String, String> attributes, @Nullable Throwable failure) {
        ending.end(List.copyOf(attributes.entrySet()), failure);
    }

    private static Optional<ContextInternal> tracedContext() {
        return Vertx.currentContext() instanceof ContextInternal context && context.tracer() != null
                ? Optional.of(context)
                : Optional.empty();
    }

    @SuppressWarnings("unchecked") // an operation is passed only to the tracer that created it
    private static VertxTracer<Object, Object> tracer(ContextInternal context) {
        return (VertxTracer<Object, Object>) context.tracer();
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
