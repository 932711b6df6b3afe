package io.loomi.common.resilience;

import io.loomi.common.errors.Failure;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls another service with retries, behind a breaker that counts the final outcome. A call without an answer fails
 * with {@link Failure.Unanswered}.
 */
public final class Resilience {

    private static final Logger LOG = LoggerFactory.getLogger(Resilience.class);

    private final Breaker breaker;
    private final Retry retry;

    public Resilience(Breaker breaker, Retry retry) {
        this.breaker = breaker;
        this.retry = retry;
    }

    /** @param detail tells the client that there is no answer */
    public <T> Future<T> call(Supplier<Future<T>> call, String detail) {
        return breaker.call(() -> retry.call(call, Deadline.current(), breaker::isClosed))
                .recover(failure ->
                        failure instanceof Unreachable ? unavailable(failure, detail) : Future.failedFuture(failure));
    }

    private <T> Future<T> unavailable(Throwable failure, String detail) {
        if (breaker.isClosed()) { // an open breaker is visible in the metrics
            LOG.atWarn()
                    .addKeyValue("cause", String.valueOf(failure.getMessage()))
                    .log("No answer from another service");
        }
        return Future.failedFuture(new Failure.Unanswered(detail));
    }
}
