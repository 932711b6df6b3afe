package io.loomi.common.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.errors.Failure;
import io.loomi.common.testing.MutableClock;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No token with a known key waits for the issuer, and tokens with unknown keys cause few requests to the issuer. */
@Timeout(20)
class CachedKeysTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final VerificationKey FIRST = TokenForge.create().verificationKey();
    private static final VerificationKey SECOND = TokenForge.create().verificationKey();

    private final ContextInternal loop = (ContextInternal) VERTX.getOrCreateContext();
    private final MutableClock clock = new MutableClock();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile Supplier<Future<List<VerificationKey>>> source = () -> Future.succeededFuture(List.of(FIRST));
    private final CachedKeys keys = new CachedKeys(
            "issuer",
            () -> {
                reads.incrementAndGet();
                return source.get();
            },
            clock);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void findsAKnownKeyWhileTheIssuerHangs() {
        find(FIRST).await();
        source = () -> Promise.<List<VerificationKey>>promise().future();
        clock.advance(Duration.ofMinutes(6));

        assertThat(find(FIRST).await()).containsExactly(FIRST);
        assertThat(find(FIRST).await()).containsExactly(FIRST);
        assertThat(reads).as("one read, in the background").hasValue(2);
    }

    @Test
    void usesKeysThatWereReadInTheBackground() {
        find(FIRST).await();
        source = () -> Future.succeededFuture(List.of(SECOND));
        clock.advance(Duration.ofMinutes(6));

        assertThat(find(FIRST).await()).containsExactly(FIRST);
        assertThat(find(FIRST).await()).as("the issuer has withdrawn it").containsExactly(SECOND);
    }

    @Test
    void keepsTheLastKeysWhenTheSourceThrows() {
        find(FIRST).await();
        source = () -> {
            throw new IllegalStateException("thrown");
        };
        clock.advance(Duration.ofMinutes(6));

        assertThat(find(SECOND).await()).containsExactly(FIRST);
    }

    @Test
    void keepsTheLastKeysAsLongAsTheIssuerFails() {
        find(FIRST).await();
        source = () -> Future.failedFuture("down");

        for (int hour = 0; hour < 48; hour++) {
            clock.advance(Duration.ofHours(1));
            assertThat(find(FIRST).await()).containsExactly(FIRST);
        }
        source = () -> Future.succeededFuture(List.of());
        clock.advance(Duration.ofHours(1));
        assertThat(find(FIRST).await()).as("an empty answer is ignored").containsExactly(FIRST);
        assertThat(find(FIRST).await()).containsExactly(FIRST);
    }

    @Test
    void readsAtMostOnceInTenSecondsForUnknownKeys() {
        find(FIRST).await();
        find(SECOND).await();
        assertThat(reads).as("keys were read a moment ago").hasValue(1);

        clock.advance(Duration.ofSeconds(11));
        for (int i = 0; i < 100; i++) {
            assertThat(find(SECOND).await()).containsExactly(FIRST);
        }
        assertThat(reads).hasValue(2);

        source = () -> Future.succeededFuture(List.of(SECOND, FIRST));
        clock.advance(Duration.ofSeconds(11));
        assertThat(find(SECOND).await()).containsExactly(SECOND, FIRST);
        assertThat(reads).hasValue(3);
    }

    @Test
    void asksOnceForAllWaitingRequests() {
        Promise<List<VerificationKey>> answer = Promise.promise();
        source = answer::future;
        List<Future<List<VerificationKey>>> waiting = List.of(find(FIRST), find(SECOND), find(FIRST));

        loop.runOnContext(_ -> answer.complete(List.of(FIRST)));

        assertThat(waiting).allSatisfy(one -> assertThat(one.await()).containsExactly(FIRST));
        assertThat(reads).hasValue(1);
    }

    @Test
    void isUnavailableUntilThereIsAKey() {
        source = () -> Future.failedFuture("down");
        assertThatThrownBy(() -> onLoop(keys::requireKeys).await()).isInstanceOf(Failure.Unavailable.class);

        source = () -> Future.succeededFuture(List.of(FIRST));
        onLoop(keys::requireKeys).await();

        source = () -> Future.failedFuture("down again");
        onLoop(keys::requireKeys).await();
        assertThat(reads).hasValue(2);
    }

    @Test
    void triesWithEachRequestWhileThereAreNoKeys() {
        source = () -> Future.failedFuture("down");
        assertThatThrownBy(() -> find(FIRST).await()).isInstanceOf(Failure.Unavailable.class);

        source = () -> Future.succeededFuture(List.of(FIRST));
        assertThat(find(FIRST).await()).containsExactly(FIRST);
    }

    private Future<List<VerificationKey>> find(VerificationKey wanted) {
        return onLoop(() -> keys.find(wanted.id()));
    }

    /** Runs a request in a context of its own, all on one event loop. */
    private <T> Future<T> onLoop(Supplier<Future<T>> request) {
        Promise<T> answer = Promise.promise();
        Context own = loop.duplicate();
        own.runOnContext(_ -> request.get().onComplete(answer));
        return answer.future();
    }
}
