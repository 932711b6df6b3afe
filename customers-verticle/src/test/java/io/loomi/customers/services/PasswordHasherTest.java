package io.loomi.customers.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.loomi.customers.entities.Password;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Password RIGHT = Password.parseNew("correct horse");

    private final PasswordHasher hasher = new PasswordHasher(VERTX);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void verifiesOnlyTheHashedPassword() {
        String hash = hasher.hash(RIGHT).await();

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hasher.verify(RIGHT, hash).await()).isTrue();
        assertThat(hasher.verify(Password.parseNew("wrong horse"), hash).await())
                .isFalse();
    }

    @Test
    void saltsEachHash() {
        assertThat(hasher.hash(RIGHT).await()).isNotEqualTo(hasher.hash(RIGHT).await());
    }

    @Test
    void neverVerifiesTheDecoy() {
        assertThat(hasher.verifyDecoy(RIGHT).await()).isFalse();
    }

    @Test
    void refusesHashesAboveTheLimit() {
        List<Future<String>> flood = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            flood.add(hasher.hash(RIGHT));
        }

        Future.join(flood).otherwiseEmpty().await();

        assertThat(flood.stream().filter(Future::succeeded)).hasSize(64);
        assertThat(flood.stream().filter(Future::failed))
                .allSatisfy(refused -> assertThat(refused.cause()).isInstanceOf(Failure.Unavailable.class));
    }

    @Test
    void skipsAHashWhoseRequestHasNoTimeLeft() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        AtomicReference<Instant> now = new AtomicReference<>(start);
        Promise<String> late = Promise.promise();
        VERTX.getOrCreateContext().runOnContext(_ -> {
            Deadline.bind(Deadline.ofRequest(now::get));
            now.set(start.plus(Deadline.REQUEST_TIMEOUT));
            hasher.hash(RIGHT).onComplete(late);
        });

        assertThatThrownBy(() -> late.future().await()).isInstanceOf(Failure.Unavailable.class);
        assertThat(hasher.hash(RIGHT).await())
                .as("the skipped hash no longer counts as in progress")
                .isNotNull();
    }

    /** A request ends before its hash if the client disconnects. */
    @Test
    void closesAfterTheHashesInProgress() {
        Vertx closing = Vertx.vertx();
        PasswordHasher closed = new PasswordHasher(closing);
        Promise<Long> pending = Promise.promise();
        closing.getOrCreateContext().runOnContext(_ -> {
            List<Future<String>> hashes =
                    List.of(closed.hash(RIGHT), closed.hash(RIGHT), closed.hash(RIGHT), closed.hash(RIGHT));
            closed.close()
                    .map(_ -> hashes.stream().filter(hash -> !hash.succeeded()).count())
                    .onComplete(pending);
        });

        assertThat(pending.future().await()).isZero();
        closing.close().await();
    }

    @Test
    void freesThePlaceOfAHashThatCannotStart() {
        Vertx closing = Vertx.vertx();
        PasswordHasher closed = new PasswordHasher(closing);
        closed.close().await();

        for (int i = 0; i < 100; i++) {
            assertThat(closed.hash(RIGHT)
                            .transform(Future::succeededFuture)
                            .await()
                            .cause())
                    .isNotNull()
                    .isNotInstanceOf(Failure.Unavailable.class);
        }
        closing.close().await();
    }
}
