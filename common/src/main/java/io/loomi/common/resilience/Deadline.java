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
 * When the work in progress must have its answer. It lives in a local of the Vert.x context, as the correlation does; work
 * that nobody waits for has none.
 *
 * @param reserve the part at the end that calls to other services must leave for the commit
 */
public record Deadline(Instant end, Duration reserve, InstantSource clock) {

    /** How long an inbound request may take. */
    public static final Duration OF_A_REQUEST = Duration.ofSeconds(5);

    /** What calls to other services leave of it: a connection to PostgreSQL, a commit with its lock waits, and the answer. */
    private static final Duration COMMIT = Duration.ofSeconds(3);

    /** Of an inbound request that begins now. */
    public static Deadline ofRequest(InstantSource clock) {
        return new Deadline(clock.instant().plus(OF_A_REQUEST), COMMIT, clock);
    }

    /** Of work that commits nothing. */
    public static Deadline in(Duration time, InstantSource clock) {
        return new Deadline(clock.instant().plus(time), Duration.ZERO, clock);
    }

    /** Never negative. */
    public Duration left() {
        return until(end);
    }

    /** How long other services may be asked; never negative. */
    public Duration leftToAsk() {
        return until(end.minus(reserve));
    }

    /** Whether work that takes this long would end in time if it began now. */
    public boolean allows(Duration time) {
        return left().compareTo(time) >= 0;
    }

    private Duration until(Instant instant) {
        Duration left = Duration.between(clock.instant(), instant);
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
