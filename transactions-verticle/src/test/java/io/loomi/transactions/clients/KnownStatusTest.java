package io.loomi.transactions.clients;

import static io.loomi.transactions.clients.CachedCaller.DOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.errors.Failure;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Requests that need no current status wait for customers only if the last known status is not active. */
@Slow
class KnownStatusTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Customers SILENT = _ -> Future.future(_ -> {});
    private static final Customers REJECTING =
            _ -> Future.failedFuture(new Failure.Unauthenticated("invalid-token", "not any more"));

    private final CachedCaller caller = new CachedCaller(VERTX);
    private final AtomicReference<Customers> source = new AtomicReference<>(caller.source());
    private final CachedCustomers customers = caller.cached(who -> source.get().statusOf(who));

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private void makeStale(String status) {
        source.set(caller.counted(_ -> Future.succeededFuture(CustomerStatus.of(status))));
        caller.statusFrom(customers).await();
        caller.expireInRedis();
    }

    @Test
    void answersWithAFreshStatus() {
        caller.statusFrom(customers).await();

        assertThat(caller.knownFrom(customers).await()).contains(CustomerStatus.ACTIVE);
        assertThat(caller.asked()).hasValue(1);
    }

    @Test
    void readsAnAnnouncedStatusFromRedisAndCachesIt() {
        caller.shared().publish(caller.id(), "suspended").await();

        assertThat(caller.knownFrom(customers).await()).contains(CustomerStatus.SUSPENDED);
        caller.shared().publish(caller.id(), "active").await();
        assertThat(caller.knownFrom(customers).await()).contains(CustomerStatus.SUSPENDED);
        assertThat(caller.asked()).hasValue(0);
    }

    @Test
    void answersWithAStaleActiveStatusAndRevalidatesIt() {
        makeStale("active");
        Promise<CustomerStatus> answer = Promise.promise();
        source.set(caller.counted(_ -> answer.future()));

        assertThat(caller.knownFrom(customers).await())
                .as("without an answer of customers")
                .contains(CustomerStatus.ACTIVE);

        Awaitility.await().until(() -> caller.asked().get() == 2);
        answer.complete(CustomerStatus.SUSPENDED);
        Awaitility.await()
                .until(() -> caller.knownFrom(customers).await().equals(Optional.of(CustomerStatus.SUSPENDED)));
        assertThat(caller.asked()).hasValue(2);
    }

    @Test
    void ignoresAFailureOfTheLookupInTheBackground() {
        makeStale("active");
        source.set(REJECTING);

        assertThat(caller.knownFrom(customers).await()).contains(CustomerStatus.ACTIVE);
    }

    @Test
    void waitsForCustomersIfTheStaleStatusIsNotActive() {
        makeStale("suspended");
        source.set(caller.source());

        assertThat(caller.knownFrom(customers).await()).contains(CustomerStatus.ACTIVE);
    }

    @Test
    void answersWithAStaleStatusIfCustomersTakesTooLong() {
        makeStale("suspended");
        source.set(SILENT);

        assertThat(caller.knownFrom(customers).await()).contains(CustomerStatus.SUSPENDED);
    }

    @Test
    void isEmptyIfNothingIsKnownAndCustomersDoesNotAnswer() {
        source.set(SILENT);
        assertThat(caller.knownFrom(customers).await()).isEmpty();

        assertThat(caller.knownFrom(caller.cached(DOWN)).await()).isEmpty();
    }

    @Test
    void failsIfCustomersRejectsTheTokenOfAnUnknownCaller() {
        source.set(REJECTING);

        assertThatThrownBy(() -> caller.knownFrom(customers).await()).isInstanceOf(Failure.Unauthenticated.class);
    }
}
