package io.loomi.transactions.clients;

import static io.loomi.transactions.clients.CachedCaller.DOWN;
import static io.loomi.transactions.clients.CachedCaller.DOWN_FOR_PAYEES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.errors.Failure;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Payees are always looked up, with the service's token. Their last known status counts while customers does not answer. */
@Slow
class PayeeStatusTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final CachedCaller payee = new CachedCaller(VERTX);
    private final AtomicReference<Recipients> source = new AtomicReference<>(active());
    private final CustomerCache cache = payee.emptyCache();
    private final CachedCustomers customers =
            payee.cached(payee.source(), recipient -> source.get().find(recipient), cache);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private Recipients active() {
        return payee.payees(Optional.of(CustomerStatus.ACTIVE));
    }

    @Test
    void areLookedUpAlthoughTheirStatusIsFresh() {
        assertThat(payee.payeeFrom(customers).await()).contains(CustomerStatus.ACTIVE);
        source.set(payee.payees(Optional.of(CustomerStatus.SUSPENDED)));

        assertThat(payee.payeeFrom(customers).await()).contains(CustomerStatus.SUSPENDED);
    }

    @Test
    void areKnownAsCallersAfterALookup() {
        payee.payeeFrom(customers).await();

        assertThat(payee.statusFrom(customers).await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(payee.asked()).hasValue(1);
        Awaitility.await().until(() -> payee.shared().find(payee.id()).await().equals(Optional.of("active")));
    }

    @Test
    void haveTheirLastKnownStatusWhileCustomersIsDown() {
        payee.statusFrom(customers).await(); // as a caller
        source.set(payee.countedPayees(DOWN_FOR_PAYEES));

        assertThat(payee.payeeFrom(customers).await()).contains(CustomerStatus.ACTIVE);
        assertThat(payee.payeeFrom(customers).await()).contains(CustomerStatus.ACTIVE);
        assertThat(payee.asked()).as("asked once in ten seconds").hasValue(2);

        payee.clock().advance(Duration.ofSeconds(11));
        payee.payeeFrom(customers).await();
        assertThat(payee.asked()).hasValue(3);
    }

    @Test
    void haveNoStatusFromBeforeAChange() {
        payee.payeeFrom(customers).await();
        source.set(DOWN_FOR_PAYEES);

        cache.invalidate(payee.id());

        assertThatThrownBy(() -> payee.payeeFrom(customers).await()).isInstanceOf(Failure.Unanswered.class);
    }

    @Test
    void areNotCachedIfTheyAreUnknown() {
        source.set(payee.payees(Optional.empty()));

        assertThat(payee.payeeFrom(customers).await()).contains(CustomerStatus.DELETED);

        assertThat(cache.fresh(payee.id())).isEmpty();
        assertThat(payee.shared().find(payee.id()).await()).isEmpty();
        source.set(DOWN_FOR_PAYEES);
        assertThatThrownBy(() -> payee.payeeFrom(customers).await()).isInstanceOf(Failure.Unanswered.class);
    }

    @Test
    void shareALookupWithOtherPayersButNotWithCallers() {
        Promise<Optional<Customer>> answer = Promise.promise();
        source.set(payee.countedPayees(_ -> answer.future()));
        List<Future<Optional<CustomerStatus>>> all =
                Stream.generate(() -> payee.payeeFrom(customers)).limit(100).toList();
        Awaitility.await().until(() -> payee.asked().get() > 0);

        Future<CustomerStatus> caller = payee.statusFrom(customers); // of an external issuer, at their first request
        Awaitility.await().until(caller::isComplete);
        assertThat(caller.await()).isEqualTo(CustomerStatus.ACTIVE);
        answer.complete(Optional.empty());

        assertThat(all).allSatisfy(one -> assertThat(one.await()).contains(CustomerStatus.DELETED));
        assertThat(payee.asked()).hasValue(2);
    }

    @Test
    void areNotCachedByEmailAddress() {
        Recipient address = new Recipient.ByEmail("payee@example.com");

        assertThat(customers.find(address).await()).contains(new Customer(payee.id(), CustomerStatus.ACTIVE));

        assertThat(cache.fresh(payee.id())).isEmpty();
        source.set(DOWN_FOR_PAYEES);
        assertThatThrownBy(() -> customers.find(address).await()).isInstanceOf(Failure.Unanswered.class);
        assertThat(payee.statusFrom(payee.cached(DOWN))
                        .otherwise(CustomerStatus.DELETED)
                        .await())
                .isEqualTo(CustomerStatus.DELETED);
    }
}
