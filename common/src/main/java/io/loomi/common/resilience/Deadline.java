package io.loomi.common.resilience;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Until when the work in progress must have its answer. It lives in a local of the Vert.x context, as the correlation does;
 * work that nobody waits for has none.
 */
public record Deadline(Instant end, InstantSource clock) {

    /** How long a request that came in may ask other services. */
    public static final Duration OF_A_REQUEST = Duration.ofSeconds(5);

    public static Deadline in(Duration time, InstantSource clock) {
        return new Deadline(clock.instant().plus(time), clock);
    }

    /** Never negative. */
    public Duration left() {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public static Optional<Deadline> current() {
        @Nullable Context context = Vertx.currentContext();
        return context == null
                ? Optional.empty()
                : Optional.ofNullable(context.getLocal(Local.LOCAL, AccessMode.CONCURRENT));
    }

    /** Binds it to the current context; does nothing on a thread that has none. */
    public static void bind(Deadline deadline) {
        @Nullable Context context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(Local.LOCAL, AccessMode.CONCURRENT, deadline);
        }
    }

    /** Context locals must be known before Vert.x starts. */
    public static final class Local implements VertxServiceProvider {

        private static final ContextLocal<Deadline> LOCAL = ContextLocal.registerLocal(Deadline.class);

        @Override
        public void init(VertxBootstrap builder) {
            // The static initialiser has registered the local.
        }
    }
}
