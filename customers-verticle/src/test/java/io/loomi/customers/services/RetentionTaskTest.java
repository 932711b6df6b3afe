package io.loomi.customers.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.simulation.VirtualTime;
import io.loomi.customers.entities.Erasure;
import io.loomi.customers.repositories.ErasureRepository;
import io.loomi.customers.repositories.SessionRepository;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A failed step does not stop the other one. */
class RetentionTaskTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final VirtualTime time = new VirtualTime(VERTX);
    private final AtomicInteger sessionSweeps = new AtomicInteger();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private SessionRepository sessions() {
        return (SessionRepository) Proxy.newProxyInstance(
                SessionRepository.class.getClassLoader(),
                new Class<?>[] {SessionRepository.class},
                (_, _, _) -> Future.succeededFuture(sessionSweeps.incrementAndGet()));
    }

    private static ErasureRepository erasures(Supplier<Future<Boolean>> origins) {
        return new ErasureRepository() {
            @Override
            public Future<List<Erasure>> after(long position, int limit) {
                return Future.succeededFuture(List.of());
            }

            @Override
            public Future<Boolean> eraseOrigins(int limit) {
                return origins.get();
            }
        };
    }

    private int sessionSweepsWith(Supplier<Future<Boolean>> origins) {
        time.run(() -> new RetentionTask(VERTX, sessions(), erasures(origins), time).start());
        time.advance(Duration.ofSeconds(3));
        return sessionSweeps.get();
    }

    @Test
    void endsSessionsWhenTheRemovalOfOriginsFails() {
        assertThat(sessionSweepsWith(() -> Future.failedFuture("failed"))).isEqualTo(3);
    }

    @Test
    void endsSessionsWhenTheRemovalOfOriginsThrows() {
        assertThat(sessionSweepsWith(() -> {
                    throw new IllegalStateException("thrown");
                }))
                .isEqualTo(3);
    }
}
