package io.loomi.transactions.clients;

import static io.loomi.transactions.clients.CachedCaller.DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Nothing that was known of somebody is believed once they have changed. */
class ChangedStatusTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final CachedCaller caller = new CachedCaller(VERTX);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void forgetsSomebodyWhoHasChanged() {
        CustomerCache people = new CustomerCache(caller.clock()::nanos);
        CachedCustomers customers = caller.cached(caller.source(), people);
        caller.answerOf(customers).await();
        caller.shared().announce(caller.id(), "suspended").await();
        assertThat(caller.answerOf(customers).await()).isEqualTo(CustomerStatus.ACTIVE);

        people.forget(caller.id());

        assertThat(caller.answerOf(customers).await()).isEqualTo(CustomerStatus.SUSPENDED);
    }

    @Test
    void doesNotRememberAnAnswerThatWasUnderWayWhileTheyChanged() {
        CustomerCache people = new CustomerCache(caller.clock()::nanos);
        Promise<CustomerStatus> answer = Promise.promise();
        CachedCustomers customers = caller.cached(caller.counted(_ -> answer.future()), people);
        Future<CustomerStatus> early = caller.answerOf(customers);
        Awaitility.await().until(() -> caller.asked().get() > 0);

        caller.shared().announce(caller.id(), "suspended").await();
        people.forget(caller.id());
        answer.complete(CustomerStatus.ACTIVE);

        assertThat(early.await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(caller.answerOf(customers).await()).isEqualTo(CustomerStatus.SUSPENDED);
    }

    @Test
    void doesNotGoByRedisForSomebodyOfWhoseChangeItHasHeardOtherwise() {
        CustomerCache people = new CustomerCache(caller.clock()::nanos);
        AtomicReference<Customers> now = new AtomicReference<>(caller.source());
        CachedCustomers customers = caller.cached(who -> now.get().statusOf(who), people);
        caller.answerOf(customers).await();
        caller.fiveMinutesLater();

        people.forget(caller.id()); // the word of it did not get to Redis
        now.set(DOWN);
        assertThat(caller.answerOf(customers).otherwise(CustomerStatus.DELETED).await())
                .isEqualTo(CustomerStatus.DELETED);

        now.set(caller.source());
        caller.answerOf(customers).await();
        caller.fiveMinutesLater();
        now.set(DOWN);
        assertThat(caller.answerOf(customers).await())
                .as("as it was asked since")
                .isEqualTo(CustomerStatus.ACTIVE);
    }
}
