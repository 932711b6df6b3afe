package io.loomi.common.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.testing.MutableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final MutableClock clock = new MutableClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Breaker breaker = new Breaker(
            "customers", VERTX, clock::nanos, Breaker.Rules.STANDARD.withPause(Duration.ofMillis(200)), registry);
    private final AtomicInteger calls = new AtomicInteger();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private Future<String> fail() {
        return breaker.call(() -> {
            calls.incrementAndGet();
            return Future.failedFuture(new Unreachable("down"));
        });
    }

    private Future<String> succeed() {
        return breaker.call(() -> {
            calls.incrementAndGet();
            return Future.succeededFuture("well");
        });
    }

    private void fail(int times) {
        IntStream.range(0, times).forEach(_ -> fail().otherwise("failed").await());
    }

    private double count(String name, String tag, String value) {
        return registry.counter(name, "breaker", "customers", tag, value).count();
    }

    @Test
    void opensWhenHalfOfTenCallsFailAndThenSendsNoMore() {
        fail(9);
        assertThat(breaker.isClosed()).isTrue();

        fail(1);
        assertThat(breaker.isOpen()).isTrue();
        fail(5);

        assertThat(calls).hasValue(10);
        assertThat(count("loomi.breaker.calls", "outcome", "failure")).isEqualTo(10);
        assertThat(count("loomi.breaker.calls", "outcome", "rejected")).isEqualTo(5);
        assertThat(count("loomi.breaker.transitions", "to", "open")).isEqualTo(1);
        assertThat(breaker.check().await().getData().getString("state")).isEqualTo("open");
    }

    @Test
    void staysClosedWhileMoreThanHalfOfTheCallsAreAnswered() {
        for (int i = 0; i < 50; i++) {
            succeed().await();
            succeed().await();
            fail(1);
        }
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void countsEveryOtherFailureAsAnAnswer() {
        for (int i = 0; i < 20; i++) {
            breaker.call(() -> Future.failedFuture(new IllegalStateException("status 404")))
                    .otherwiseEmpty()
                    .await();
        }
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void forgetsFailuresThatAreOlderThanTheWindow() {
        fail(9);
        clock.advance(Duration.ofSeconds(11));
        fail(9);
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void sendsOneProbeWhenHalfOpenAndClosesOnItsSuccess() {
        fail(10);
        Awaitility.await().until(() -> !breaker.isOpen());
        Promise<String> answer = Promise.promise();

        Future<String> probe = breaker.call(answer::future);
        fail(3);
        assertThat(calls).as("only the probe is sent").hasValue(10);
        answer.complete("well again");

        assertThat(probe.await()).isEqualTo("well again");
        assertThat(breaker.isClosed()).isTrue();
        fail(9);
        assertThat(breaker.isClosed()).as("the earlier counts are cleared").isTrue();
        assertThat(registry.get("loomi.breaker.state")
                        .tag("state", "closed")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void isNotClosedByALateAnswerDuringItsProbe() {
        Promise<String> late = Promise.promise();
        breaker.call(late::future);
        fail(10);
        Awaitility.await().until(() -> !breaker.isOpen());
        Promise<String> probe = Promise.promise();
        Future<String> probed = breaker.call(probe::future).otherwise("failed");

        late.complete("of before");
        assertThat(breaker.isClosed()).isFalse();
        probe.fail(new Unreachable("down"));
        probed.await();

        assertThat(breaker.isOpen()).isTrue();
        assertThat(count("loomi.breaker.transitions", "to", "open")).isEqualTo(2);
    }

    @Test
    void opensAgainAfterAProbeWithoutAnAnswer() {
        fail(10);
        Awaitility.await().until(() -> !breaker.isOpen());

        Future<String> probe = breaker.call(() -> Promise.<String>promise().future());

        assertThatThrownBy(probe::await).isInstanceOf(Unreachable.class);
        Awaitility.await().until(() -> succeed().otherwise("").await().equals("well"));
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void countsACallThatThrows() {
        Future<String> call = breaker.call(() -> {
            throw new IllegalStateException("thrown");
        });

        assertThatThrownBy(call::await).hasMessage("thrown");
        assertThat(count("loomi.breaker.calls", "outcome", "success")).isEqualTo(1);
    }

    @Test
    void opensAgainWhenTheProbeFails() {
        fail(10);
        Awaitility.await().until(() -> !breaker.isOpen());

        fail(1);

        assertThat(breaker.isOpen()).isTrue();
        assertThat(count("loomi.breaker.transitions", "to", "half-open")).isEqualTo(1);
        assertThat(count("loomi.breaker.transitions", "to", "open")).isEqualTo(2);
        Awaitility.await().until(() -> succeed().otherwise("").await().equals("well"));
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void sendsItsOwnProbeWithoutRequests() {
        AtomicInteger probes = new AtomicInteger();
        breaker.probeWith(() -> probes.incrementAndGet() == 1
                ? Future.failedFuture(new Unreachable("not yet"))
                : Future.succeededFuture());

        fail(10);

        Awaitility.await().until(breaker::isClosed);
        assertThat(probes).hasValue(2);
        assertThat(count("loomi.breaker.transitions", "to", "open")).isEqualTo(2);
    }
}
