package io.loomi.common.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.simulation.VirtualTime;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The caller continues in its own context, whether the work or the time limit ends first. */
class TimeLimitTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime(VERTX);
    private final Promise<String> work = Promise.promise();
    private final List<Object> ends = new ArrayList<>();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void limitsWorkWithoutAContext() {
        waitFor(answer -> TimeLimit.on(answer, LIMIT));

        time.advance(LIMIT.minusMillis(1));
        assertThat(ends).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(ends).singleElement().isInstanceOf(TimeoutException.class);
    }

    @Test
    void returnsTheResultOfTheWork() {
        waitFor(answer -> TimeLimit.on(answer, LIMIT));

        time.run(() -> work.complete("done")); // in another context
        assertThat(ends).containsExactly("done");
        time.advance(LIMIT);
        assertThat(ends).hasSize(1);
    }

    @Test
    void countsOnTheEventLoopOfAContextPromise() {
        waitFor(_ -> new ContextPromise<String>().future().timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS));

        time.advance(LIMIT);
        assertThat(ends).singleElement().isInstanceOf(TimeoutException.class);
    }

    private void waitFor(UnaryOperator<Future<String>> waiting) {
        time.run(() -> {
            Context own = Objects.requireNonNull(Vertx.currentContext());
            waiting.apply(work.future()).onComplete((answer, failure) -> {
                assertThat(Vertx.currentContext()).isSameAs(own);
                ends.add(failure == null ? answer : failure);
            });
        });
    }
}
