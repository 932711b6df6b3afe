package io.loomi.transactions.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.simulation.VirtualTime;
import io.loomi.transactions.clients.Erasures;
import io.loomi.transactions.entities.Closure;
import io.loomi.transactions.entities.Erasure;
import io.loomi.transactions.entities.ErasureStep;
import io.loomi.transactions.repositories.ClosureRepository;
import io.loomi.transactions.repositories.ErasureRepository;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A failure of customers or of its client does not stop the erasure of known customers. */
class LedgerErasureTaskTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final VirtualTime time = new VirtualTime(VERTX);
    private final AtomicInteger looks = new AtomicInteger();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private LongSupplier position = () -> {
        throw new IllegalStateException("thrown");
    };

    private final ErasureRepository ledger = new ErasureRepository() {
        @Override
        public Future<Long> lastPosition() {
            return Future.succeededFuture(position.getAsLong());
        }

        @Override
        public Future<Void> add(List<Erasure> erasures) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Optional<ErasureStep>> eraseNext(Duration gracePeriod, int batch) {
            looks.incrementAndGet();
            return Future.succeededFuture(Optional.empty());
        }
    };

    private final AtomicInteger reopenings = new AtomicInteger();

    private final ClosureRepository closures = new ClosureRepository() {
        @Override
        public Future<Closure> close(UUID userId, UUID closureId, Duration life) {
            return Future.failedFuture("not asked here");
        }

        @Override
        public Future<Void> reopen(UUID userId, UUID closureId) {
            return Future.failedFuture("not asked here");
        }

        @Override
        public Future<List<UUID>> reopenLapsed() {
            reopenings.incrementAndGet();
            return Future.succeededFuture(List.of());
        }
    };

    @Test
    void erasesKnownCustomersWhileCustomersIsDown() {
        Erasures customers = _ -> Future.failedFuture("down");

        time.run(() -> new LedgerErasure(VERTX, customers, ledger, closures, new SimpleMeterRegistry()).start());
        time.advance(Duration.ofSeconds(15));

        assertThat(looks).hasValue(3);
        assertThat(reopenings)
                .as("it is unknown whether their owners were erased")
                .hasValue(0);
    }

    /** Customers returns an erasure that is already known and reports more, as if its positions had decreased. */
    @Test
    void asksOncePerRunWithoutProgress() {
        AtomicInteger asked = new AtomicInteger();
        position = () -> 7;
        Erasures customers = _ -> {
            assertThat(asked.incrementAndGet()).isLessThan(100);
            Erasure known = new Erasure(7, UUID.randomUUID(), time.instant());
            return Future.succeededFuture(new Erasures.Part(List.of(known), true));
        };

        time.run(() -> new LedgerErasure(VERTX, customers, ledger, closures, new SimpleMeterRegistry()).start());
        time.advance(Duration.ofSeconds(15));

        assertThat(asked).hasValue(3);
        assertThat(looks).hasValue(3);
        assertThat(reopenings).hasValue(0);
    }

    @Test
    void readsAllPartsInOneRun() {
        AtomicLong known = new AtomicLong();
        AtomicInteger asked = new AtomicInteger();
        position = known::get;
        Erasures customers = after -> {
            asked.incrementAndGet();
            known.set(after + 1);
            Erasure next = new Erasure(after + 1, UUID.randomUUID(), time.instant());
            return Future.succeededFuture(new Erasures.Part(List.of(next), after < 4));
        };

        time.run(() -> new LedgerErasure(VERTX, customers, ledger, closures, new SimpleMeterRegistry()).start());
        time.advance(Duration.ofSeconds(5));

        assertThat(asked).hasValue(5);
        assertThat(reopenings).as("after the whole list was read").hasValue(1);
    }
}
