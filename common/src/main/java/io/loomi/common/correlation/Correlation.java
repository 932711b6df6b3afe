package io.loomi.common.correlation;

import io.loomi.common.async.ContextPromise;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The correlation of the work in progress, kept in a local of the Vert.x context that does it. It lives as long as a
 * request or a delivered message; on a context that is not its own (a verticle's), there is none.
 *
 * <p>Context locals must be known before Vert.x starts, so this class is also the service provider that registers it.
 */
public final class Correlation implements VertxServiceProvider {

    private static final ContextLocal<CorrelationId> LOCAL = ContextLocal.registerLocal(CorrelationId.class);

    private static final ContextLocal<TraceParent> TRACE = ContextLocal.registerLocal(TraceParent.class);

    private static final ContextLocal<String> ROUTE = ContextLocal.registerLocal(String.class);

    @Override
    public void init(VertxBootstrap builder) {
        // The static initialiser has registered the local.
    }

    public static Optional<CorrelationId> current() {
        @Nullable Context context = Vertx.currentContext();
        return context == null ? Optional.empty() : of(context);
    }

    /** The correlation of the work that this context does. */
    public static Optional<CorrelationId> of(Context context) {
        return Optional.ofNullable(context.getLocal(LOCAL, AccessMode.CONCURRENT));
    }

    /** Whether what is done here is under a span: then it is the tracer that sends its headers along. */
    public static boolean isTraced() {
        return Vertx.currentContext() instanceof ContextInternal context
                && context.tracer() != null
                && context.getLocal(TRACE, AccessMode.CONCURRENT) != null;
    }

    /** Notes the span of a request before anything is done for it; the correlation that is bound later takes it over. */
    public static void trace(Context context, TraceParent span) {
        context.putLocal(TRACE, AccessMode.CONCURRENT, span);
    }

    /** Notes which operation the request of this context asks for, by the template of its path. */
    public static void route(String template) {
        @Nullable Context context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(ROUTE, AccessMode.CONCURRENT, template);
        }
    }

    /** The template of the path that was asked for, once it is known. */
    public static Optional<String> routeOf(Context context) {
        return Optional.ofNullable(context.getLocal(ROUTE, AccessMode.CONCURRENT));
    }

    /** The id as text, empty where there is none. */
    public static String currentText() {
        return current().map(CorrelationId::value).orElse("");
    }

    /**
     * Does work that nobody waits for under the id of the request that it belongs to. What follows it is under the caller's own
     * again, or under none. To be called on an event loop.
     */
    public static <T> Future<T> under(CorrelationId id, Vertx vertx, Supplier<Future<T>> work) {
        return inContextOfItsOwn(vertx, () -> {
            bind(id);
            return work.get();
        });
    }

    /**
     * The same, and under a span of this name, where there are spans: for what is done for somebody.
     *
     * @param afterFailure what is done when the work has failed, in the same correlation; the span has ended as a failure by then
     */
    public static <T> Future<T> under(
            CorrelationId id,
            Vertx vertx,
            String name,
            Supplier<Future<T>> work,
            Function<Throwable, Future<T>> afterFailure) {
        return inContextOfItsOwn(vertx, () -> {
            RootSpan span = RootSpan.begin(name);
            bind(id);
            return Future.succeededFuture()
                    .compose(_ -> work.get())
                    .onComplete(span::end)
                    .recover(afterFailure);
        });
    }

    private static <T> Future<T> inContextOfItsOwn(Vertx vertx, Supplier<Future<T>> work) {
        ContextPromise<T> done = new ContextPromise<>();
        ContextInternal own =
                ((ContextInternal) vertx.getOrCreateContext()).unwrap().duplicate();
        own.runOnContext(_ -> Future.succeededFuture().compose(_ -> work.get()).onComplete(done::complete));
        return done.future();
    }

    /** Under a new id and no span, for work that nobody asked for and that is done all the time. */
    public static <T> Future<T> underNew(Vertx vertx, Supplier<Future<T>> work) {
        return under(CorrelationId.fresh(), vertx, work);
    }

    /** Binds the id to the current context; does nothing on a thread that has none. */
    public static void bind(CorrelationId id) {
        @Nullable Context context = Vertx.currentContext();
        if (context != null) {
            @Nullable TraceParent span = context.getLocal(TRACE, AccessMode.CONCURRENT);
            CorrelationId bound = span == null ? id : new CorrelationId(id.value(), span);
            context.putLocal(LOCAL, AccessMode.CONCURRENT, bound);
        }
    }
}
