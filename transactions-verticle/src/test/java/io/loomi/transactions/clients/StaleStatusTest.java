package io.loomi.transactions.clients;

import static io.loomi.transactions.clients.CachedCaller.DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What was known for five minutes is believed for a day, when customers does not answer and only then. */
class StaleStatusTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final CachedCaller caller = new CachedCaller(VERTX);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void believesWhatIsStaleOnlyWhenCustomersCannotBeAsked() {
        AtomicReference<Customers> now = new AtomicReference<>(caller.source());
        CachedCustomers customers = caller.cached(who -> now.get().statusOf(who));
        caller.answerOf(customers).await();

        caller.fiveMinutesLater();
        caller.answerOf(customers).await();
        assertThat(caller.asked())
                .as("it asks, although it knows something stale")
                .hasValue(2);

        caller.fiveMinutesLater();
        now.set(DOWN);
        assertThat(caller.answerOf(customers).await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(caller.answerOf(caller.cached(DOWN)).await())
                .as("another process knows it from Redis")
                .isEqualTo(CustomerStatus.ACTIVE);
    }

    @Test
    void doesNotWaitAgainForAnAnswerThatDidNotComeWhenItKnowsSomethingStale() {
        AtomicReference<Customers> now = new AtomicReference<>(caller.source());
        CachedCustomers customers = caller.cached(who -> now.get().statusOf(who));
        caller.answerOf(customers).await();
        caller.fiveMinutesLater();
        now.set(caller.counted(DOWN));

        caller.answerOf(customers).await();
        assertThat(caller.answerOf(customers).await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(caller.asked()).hasValue(2);

        caller.clock().advance(Duration.ofSeconds(11));
        caller.answerOf(customers).await();
        assertThat(caller.asked()).hasValue(3);
    }

    @Test
    void goesByWhatIsStaleOnlyWhereThereWasNoAnswer() {
        caller.answerOf(caller.cached(caller.source())).await();
        caller.fiveMinutesLater();

        Customers unreadable = _ -> Future.failedFuture(new Failure.Unavailable("an answer that makes no sense"));

        assertThat(caller.answerOf(caller.cached(unreadable))
                        .otherwise(CustomerStatus.DELETED)
                        .await())
                .isEqualTo(CustomerStatus.DELETED);
    }

    @Test
    void believesNothingOlderThanADay() {
        AtomicReference<Customers> now = new AtomicReference<>(caller.source());
        CachedCustomers customers = new CachedCustomers(
                who -> now.get().statusOf(who),
                new CustomerStatusCache(RedisCache.open(VERTX, URI.create("redis://127.0.0.1:1"))),
                new CustomerCache(caller.clock()::nanos));
        caller.answerOf(customers).await();
        now.set(DOWN);

        caller.clock().advance(Duration.ofHours(23));
        assertThat(caller.answerOf(customers).await()).isEqualTo(CustomerStatus.ACTIVE);
        caller.clock().advance(Duration.ofHours(2));
        assertThat(caller.answerOf(customers).otherwise(CustomerStatus.DELETED).await())
                .isEqualTo(CustomerStatus.DELETED);
    }
}
