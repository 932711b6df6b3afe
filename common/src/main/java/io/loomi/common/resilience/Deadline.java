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
 * The time by which the current work must have its answer. It is a local of the Vert.x context, like the correlation.
 * Background work has none.
 *
 * @param reserve the time before the deadline that calls to other services must leave for the commit
 */
public record Deadline(Instant end, Duration reserve, InstantSource clock) {

    /** The timeout of an inbound request. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** Reserved for a connection to PostgreSQL, a commit with its lock waits, and the response. */
    private static final Duration COMMIT_RESERVE = Duration.ofSeconds(3);

    /** The deadline of an inbound request that begins now. */
    public static Deadline ofRequest(InstantSource clock) {
        return new Deadline(clock.instant().plus(REQUEST_TIMEOUT), COMMIT_RESERVE, clock);
    }

    /** The deadline of work that commits nothing. */
    public static Deadline in(Duration time, InstantSource clock) {
        return new Deadline(clock.instant().plus(time), Duration.ZERO, clock);
    }

    /** The time until the deadline, never negative. */
    public Duration left() {
        return until(end);
    }

    /** The time that is left for calls to other services, never negative. */
    public Duration leftForCalls() {
        return until(end.minus(reserve));
    }

    /** Whether work that takes this long ends in time if it starts now. */
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

    /** Binds the deadline to the current context. Does nothing on a thread without a context. */
    public static void bind(Deadline deadline) {
        @Nullable Context context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(Local.LOCAL, AccessMode.CONCURRENT, deadline);
        }
    }

    /** Registers the context local before Vert.x starts. */
    public static final class Local implements VertxServiceProvider {

        private static final ContextLocal<Deadline> LOCAL = ContextLocal.registerLocal(Deadline.class);

        @Override
        public void init(VertxBootstrap builder) {
            // The static initialiser has registered the local.
        }
    }
}
