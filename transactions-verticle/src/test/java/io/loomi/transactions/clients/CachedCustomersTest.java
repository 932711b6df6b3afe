package io.loomi.transactions.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.Caller;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.errors.Failure;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.MutableClock;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CachedCustomersTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final RedisCache redis =
            RedisCache.open(VERTX, URI.create(Backend.shared().redisUrl()));
    private final CustomerStatusCache shared = new CustomerStatusCache(redis);
    private final MutableClock clock = new MutableClock();
    private final AtomicInteger asked = new AtomicInteger();
    private final Caller caller = new Caller(
            UUID.randomUUID(),
            Optional.empty(),
            Set.of("user"),
            Set.of(),
            "token",
            Instant.now(),
            Instant.now().plusSeconds(60),
            Optional.empty());

    private final Customers source = _ -> {
        asked.incrementAndGet();
        return Future.succeededFuture(CustomerStatus.ACTIVE);
    };

    private CachedCustomers cached(Customers from) {
        return new CachedCustomers(from, shared, new KnownPeople(clock));
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void asksTheSourceOnceAndRemembersInMemory() {
        CachedCustomers customers = cached(source);

        customers.statusOf(caller).await();
        customers.statusOf(caller).await();

        assertThat(asked).hasValue(1);
    }

    @Test
    void knowsFromRedisWhatCustomersAnnouncedWithoutAskingAtAll() {
        shared.announce(caller.userId(), "suspended").await();

        assertThat(cached(source).statusOf(caller).await()).isEqualTo(CustomerStatus.SUSPENDED);
        assertThat(asked).hasValue(0);
    }

    @Test
    void doesNotRememberAFailure() {
        CachedCustomers down = cached(_ -> Future.failedFuture("down"));

        assertThat(down.statusOf(caller).otherwise(CustomerStatus.DELETED).await())
                .isEqualTo(CustomerStatus.DELETED);
        assertThat(cached(source).statusOf(caller).await()).isEqualTo(CustomerStatus.ACTIVE);
    }

    private static final Customers DOWN = _ -> Future.failedFuture(new Failure.Unanswered("down"));

    private Future<CustomerStatus> answerOf(CachedCustomers customers) {
        return customers.statusOf(caller);
    }

    /** Redis has forgotten what it knew for five minutes. */
    private void fiveMinutesLater() {
        clock.advance(Duration.ofMinutes(6));
        redis.put("customer-status:" + caller.userId(), "active", Duration.ofMillis(1))
                .await();
        Awaitility.await().until(() -> shared.find(caller.userId()).await().isEmpty());
    }

    @Test
    void asksOnceForHoweverManyWantToKnowMeanwhile() {
        Promise<CustomerStatus> answer = Promise.promise();
        CachedCustomers customers = cached(_ -> {
            asked.incrementAndGet();
            return answer.future();
        });
        List<Future<CustomerStatus>> all =
                Stream.generate(() -> answerOf(customers)).limit(100).toList();

        Awaitility.await().until(() -> asked.get() > 0);
        answer.complete(CustomerStatus.ACTIVE);

        assertThat(all).allSatisfy(one -> assertThat(one.await()).isEqualTo(CustomerStatus.ACTIVE));
        assertThat(asked).hasValue(1);
    }

    @Test
    void believesWhatIsStaleOnlyWhenCustomersCannotBeAsked() {
        AtomicReference<Customers> now = new AtomicReference<>(source);
        CachedCustomers customers = cached(who -> now.get().statusOf(who));
        answerOf(customers).await();

        fiveMinutesLater();
        answerOf(customers).await();
        assertThat(asked).as("it asks, although it knows something stale").hasValue(2);

        fiveMinutesLater();
        now.set(DOWN);
        assertThat(answerOf(customers).await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(cached(DOWN).statusOf(caller).await())
                .as("another process knows it from Redis")
                .isEqualTo(CustomerStatus.ACTIVE);
    }

    @Test
    void doesNotWaitAgainForAnAnswerThatDidNotComeWhenItKnowsSomethingStale() {
        AtomicReference<Customers> now = new AtomicReference<>(source);
        CachedCustomers customers = cached(who -> now.get().statusOf(who));
        answerOf(customers).await();
        fiveMinutesLater();
        now.set(who -> {
            asked.incrementAndGet();
            return DOWN.statusOf(who);
        });

        answerOf(customers).await();
        assertThat(answerOf(customers).await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(asked).hasValue(2);

        clock.advance(Duration.ofSeconds(11));
        answerOf(customers).await();
        assertThat(asked).hasValue(3);
    }

    @Test
    void doesNotRememberAnAnswerThatWasUnderWayWhileTheyChanged() {
        KnownPeople people = new KnownPeople(clock);
        Promise<CustomerStatus> answer = Promise.promise();
        CachedCustomers customers = new CachedCustomers(
                _ -> {
                    asked.incrementAndGet();
                    return answer.future();
                },
                shared,
                people);
        Future<CustomerStatus> early = answerOf(customers);
        Awaitility.await().until(() -> asked.get() > 0);

        shared.announce(caller.userId(), "suspended").await();
        people.forget(caller.userId());
        answer.complete(CustomerStatus.ACTIVE);

        assertThat(early.await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(answerOf(customers).await()).isEqualTo(CustomerStatus.SUSPENDED);
    }

    @Test
    void doesNotGoByRedisForSomebodyOfWhoseChangeItHasHeardOtherwise() {
        KnownPeople people = new KnownPeople(clock);
        AtomicReference<Customers> now = new AtomicReference<>(source);
        CachedCustomers customers = new CachedCustomers(who -> now.get().statusOf(who), shared, people);
        answerOf(customers).await();
        fiveMinutesLater();

        people.forget(caller.userId()); // the word of it did not get to Redis
        now.set(DOWN);
        assertThat(answerOf(customers).otherwise(CustomerStatus.DELETED).await())
                .isEqualTo(CustomerStatus.DELETED);

        now.set(source);
        answerOf(customers).await();
        fiveMinutesLater();
        now.set(DOWN);
        assertThat(answerOf(customers).await()).as("as it was asked since").isEqualTo(CustomerStatus.ACTIVE);
    }

    @Test
    void goesByWhatIsStaleOnlyWhereThereWasNoAnswer() {
        answerOf(cached(source)).await();
        fiveMinutesLater();

        Customers unreadable = _ -> Future.failedFuture(new Failure.Unavailable("an answer that makes no sense"));

        assertThat(answerOf(cached(unreadable))
                        .otherwise(CustomerStatus.DELETED)
                        .await())
                .isEqualTo(CustomerStatus.DELETED);
    }

    @Test
    void asksWithTheOwnTokenOfWhoeverWaitedForAnotherThatWasNotTaken() {
        Promise<CustomerStatus> first = Promise.promise();
        CachedCustomers customers = cached(
                _ -> asked.getAndIncrement() == 0 ? first.future() : Future.succeededFuture(CustomerStatus.ACTIVE));
        Future<CustomerStatus> old = answerOf(customers);
        Awaitility.await().until(() -> asked.get() > 0);
        Future<CustomerStatus> other = answerOf(customers);

        first.fail(new Failure.Unauthenticated("invalid-token", "not any more"));

        assertThat(other.await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(old.otherwise(CustomerStatus.DELETED).await()).isEqualTo(CustomerStatus.DELETED);
    }

    @Test
    void takesAStatusOfAnotherVersionForNone() {
        shared.announce(caller.userId(), "on holiday").await();

        assertThat(cached(source).statusOf(caller).await()).isEqualTo(CustomerStatus.ACTIVE);
    }

    @Test
    void believesNothingOlderThanADay() {
        AtomicReference<Customers> now = new AtomicReference<>(source);
        CachedCustomers customers = new CachedCustomers(
                who -> now.get().statusOf(who),
                new CustomerStatusCache(RedisCache.open(VERTX, URI.create("redis://127.0.0.1:1"))),
                new KnownPeople(clock));
        answerOf(customers).await();
        now.set(DOWN);

        clock.advance(Duration.ofHours(23));
        assertThat(answerOf(customers).await()).isEqualTo(CustomerStatus.ACTIVE);
        clock.advance(Duration.ofHours(2));
        assertThat(answerOf(customers).otherwise(CustomerStatus.DELETED).await())
                .isEqualTo(CustomerStatus.DELETED);
    }

    @Test
    void forgetsSomebodyWhoHasChanged() {
        KnownPeople people = new KnownPeople(clock);
        CachedCustomers customers = new CachedCustomers(source, shared, people);
        answerOf(customers).await();
        shared.announce(caller.userId(), "suspended").await();
        assertThat(answerOf(customers).await()).isEqualTo(CustomerStatus.ACTIVE);

        people.forget(caller.userId());

        assertThat(answerOf(customers).await()).isEqualTo(CustomerStatus.SUSPENDED);
    }
}
