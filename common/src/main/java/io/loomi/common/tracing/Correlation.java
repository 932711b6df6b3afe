package io.loomi.common.tracing;

import io.loomi.common.async.ContextPromise;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The correlation id of the work in progress, kept in a local of its Vert.x context. It exists as long as the request
 * or the delivered message. A verticle's own context has none.
 *
 * <p>Context locals must be registered before Vert.x starts, so this class is also the service provider that does it.
 */
public final class Correlation implements VertxServiceProvider {

    private static final ContextLocal<CorrelationId> LOCAL = ContextLocal.registerLocal(CorrelationId.class);

    private static final ContextLocal<TraceParent> TRACE = ContextLocal.registerLocal(TraceParent.class);

    private static final ContextLocal<String> ROUTE = ContextLocal.registerLocal(String.class);

    @Override
    public void init(VertxBootstrap builder) {
        // The static initializer has registered the locals.
    }

    public static Optional<CorrelationId> current() {
        @Nullable Context context = Vertx.currentContext();
        return context == null ? Optional.empty() : of(context);
    }

    /** The correlation id of the work in this context. */
    public static Optional<CorrelationId> of(Context context) {
        return Optional.ofNullable(context.getLocal(LOCAL, AccessMode.CONCURRENT));
    }

    /** Whether the current work has a span; then the tracer sends the trace headers. */
    public static boolean isTraced() {
        return Vertx.currentContext() instanceof ContextInternal context
                && context.tracer() != null
                && context.getLocal(TRACE, AccessMode.CONCURRENT) != null;
    }

    /** Sets the span of a request, before any other handler. A correlation id that is bound later joins its trace. */
    public static void trace(Context context, TraceParent span) {
        context.putLocal(TRACE, AccessMode.CONCURRENT, span);
    }

    /** Sets the operation of the current request, as the template of its path. */
    public static void route(String template) {
        @Nullable Context context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(ROUTE, AccessMode.CONCURRENT, template);
        }
    }

    /** The template of the request's path, once it is known. */
    public static Optional<String> routeOf(Context context) {
        return Optional.ofNullable(context.getLocal(ROUTE, AccessMode.CONCURRENT));
    }

    /** The id as text, empty when there is none. */
    public static String currentText() {
        return current().map(CorrelationId::value).orElse("");
    }

    /**
     * Runs background work under the id of the request that it belongs to. The returned future continues in the
     * caller's own context. Call it on an event loop.
     */
    public static <T> Future<T> runWith(CorrelationId id, Vertx vertx, Supplier<Future<T>> work) {
        return inNewContext(vertx, () -> {
            bind(id);
            return work.get();
        });
    }

    /**
     * Like {@link #runWith(CorrelationId, Vertx, Supplier)}, and traces the work in a span of this name.
     *
     * @param afterFailure called when the work has failed, with the same id; the span has already ended with the
     *     failure by then
     */
    public static <T> Future<T> runWith(
            CorrelationId id,
            Vertx vertx,
            String name,
            Supplier<Future<T>> work,
            Function<Throwable, Future<T>> afterFailure) {
        return inNewContext(vertx, () -> {
            Span span = Span.root(name);
            bind(id);
            return Future.succeededFuture()
                    .compose(_ -> work.get())
                    .onComplete(result -> span.end(Map.of(), result.cause()))
                    .recover(afterFailure);
        });
    }

    private static <T> Future<T> inNewContext(Vertx vertx, Supplier<Future<T>> work) {
        ContextPromise<T> result = new ContextPromise<>();
        ContextInternal own =
                ((ContextInternal) vertx.getOrCreateContext()).unwrap().duplicate();
        own.runOnContext(_ -> Future.succeededFuture().compose(_ -> work.get()).onComplete(result::complete));
        return result.future();
    }

    /** Runs periodic work under a new id, without a span. */
    public static <T> Future<T> runWithNewId(Vertx vertx, Supplier<Future<T>> work) {
        return runWith(CorrelationId.fresh(), vertx, work);
    }

    /** Binds the id to the current context; does nothing on a thread without one. */
    public static void bind(CorrelationId id) {
        @Nullable Context context = Vertx.currentContext();
        if (context != null) {
            @Nullable TraceParent span = context.getLocal(TRACE, AccessMode.CONCURRENT);
            CorrelationId bound = span == null ? id : new CorrelationId(id.value(), span);
            context.putLocal(LOCAL, AccessMode.CONCURRENT, bound);
        }
    }
}
