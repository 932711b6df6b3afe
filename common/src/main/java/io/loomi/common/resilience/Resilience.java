package io.loomi.common.resilience;

import io.loomi.common.errors.Failure;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How another service is asked: tried again while that is worthwhile and in time, behind a breaker that is told how it ended.
 * What the service did not answer comes out as {@link Failure.Unanswered}.
 */
public final class Resilience {

    private static final Logger LOG = LoggerFactory.getLogger(Resilience.class);

    private final Breaker breaker;
    private final Retry retry;

    public Resilience(Breaker breaker, Retry retry) {
        this.breaker = breaker;
        this.retry = retry;
    }

    /** @param detail what the caller is told when there is no answer */
    public <T> Future<T> ask(Supplier<Future<T>> question, String detail) {
        return breaker.call(() -> retry.call(question, Deadline.current(), breaker::isClosed))
                .recover(failure ->
                        failure instanceof Unreachable ? unavailable(failure, detail) : Future.failedFuture(failure));
    }

    private <T> Future<T> unavailable(Throwable failure, String detail) {
        if (breaker.isClosed()) { // while it is open, its transitions and counts tell enough
            LOG.atWarn()
                    .addKeyValue("cause", String.valueOf(failure.getMessage()))
                    .log("No answer from another service");
        }
        return Future.failedFuture(new Failure.Unanswered(detail));
    }
}
