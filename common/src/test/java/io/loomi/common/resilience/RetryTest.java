package io.loomi.common.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Retries with a clock that advances only by pauses and calls. */
class RetryTest {

    private static final long SEED = System.nanoTime();

    private final List<Duration> pauses = new ArrayList<>();
    private final Retry retry = new Retry(this::pause, new Random(SEED));
    private Instant now = Instant.EPOCH;
    private Duration callTakes = Duration.ZERO;
    private int calls;
    private boolean worthwhile = true;

    private Future<Void> pause(Duration time) {
        pauses.add(time);
        now = now.plus(time);
        return Future.succeededFuture();
    }

    private Future<String> failing() {
        calls++;
        now = now.plus(callTakes);
        return Future.failedFuture(new Unreachable("down"));
    }

    private Future<String> call(Optional<Deadline> deadline) {
        return retry.call(this::failing, deadline, () -> worthwhile);
    }

    @Test
    void retriesThreeTimesWithPausesBelowOneTwoAndFourSeconds() {
        System.out.println("seed " + SEED);
        List<List<Duration>> runs = IntStream.range(0, 500)
                .mapToObj(_ -> {
                    pauses.clear();
                    call(Optional.empty());
                    return List.copyOf(pauses);
                })
                .toList();

        assertThat(calls).isEqualTo(500 * 4);
        for (int retry = 0; retry < 3; retry++) {
            int number = retry;
            Duration ceiling = Duration.ofSeconds(1L << retry);
            List<Duration> pausesBeforeRetry =
                    runs.stream().map(one -> one.get(number)).toList();
            assertThat(pausesBeforeRetry).allMatch(time -> time.compareTo(ceiling) <= 0);
            assertThat(pausesBeforeRetry)
                    .as("full jitter: small ones too")
                    .anyMatch(time -> time.compareTo(ceiling.dividedBy(10)) < 0);
            assertThat(pausesBeforeRetry)
                    .as("and large ones")
                    .anyMatch(time -> time.compareTo(ceiling.multipliedBy(9).dividedBy(10)) > 0);
        }
    }

    @Test
    void drawsTheSamePausesFromTheSameSeed() {
        new Retry(this::pause, new Random(7)).call(this::failing, Optional.empty(), () -> true);
        new Retry(this::pause, new Random(7)).call(this::failing, Optional.empty(), () -> true);

        assertThat(pauses.subList(0, 3)).isEqualTo(pauses.subList(3, 6));
    }

    @Test
    void neverGoesPastTheDeadline() {
        callTakes = Duration.ofMillis(200);
        for (int i = 0; i < 500; i++) {
            Deadline deadline = new Deadline(now.plusSeconds(5), Duration.ZERO, () -> now);
            call(Optional.of(deadline));
            assertThat(now).isBeforeOrEqualTo(deadline.end());
        }
    }

    @Test
    void doesNotRetryWhenTheTimeIsUsedUp() {
        callTakes = Duration.ofSeconds(5);
        Deadline deadline = new Deadline(now.plusSeconds(5), Duration.ZERO, () -> now);

        call(Optional.of(deadline));

        assertThat(calls).isEqualTo(1);
        assertThat(deadline.left()).isZero();
    }

    @Test
    void doesNotRetryAnAnswer() {
        Future<String> answer = retry.call(
                () -> {
                    calls++;
                    return Future.failedFuture(new IllegalStateException("a bug"));
                },
                Optional.empty(),
                () -> true);

        assertThat(answer.cause()).isInstanceOf(IllegalStateException.class);
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void stopsWhenARetryIsNotWorthwhile() {
        worthwhile = false;

        call(Optional.empty());

        assertThat(calls).isEqualTo(1);
        assertThat(pauses).isEmpty();
    }
}
