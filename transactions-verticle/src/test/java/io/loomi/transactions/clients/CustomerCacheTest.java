package io.loomi.transactions.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A change may come at any moment of a reading that began before it. */
class CustomerCacheTest {

    private static final int MOMENTS = 50;

    private final UUID person = UUID.randomUUID();

    /** Every step of a memory looks at its clock: so a change can come between any two of them. */
    private static final class ChangeAt {

        private final int moment;
        private final UUID person;
        private final CustomerCache people = new CustomerCache(this::nanos);
        private Optional<Thread> change = Optional.empty();
        private int looks;
        private volatile boolean counting;

        ChangeAt(int moment, UUID person) {
            this.moment = moment;
            this.person = person;
        }

        private long nanos() {
            if (counting && looks++ == moment) {
                counting = false;
                change = Optional.of(Thread.ofPlatform().start(() -> people.forget(person)));
                awaitChange();
            }
            return 0;
        }

        /** Until it is done, or waits for a step that must not be disturbed. */
        private void awaitChange() {
            Thread thread = change.orElseThrow();
            while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        }

        private boolean hasCome() throws InterruptedException {
            if (change.isPresent()) {
                change.get().join();
            }
            return change.isPresent();
        }
    }

    @Test
    void keepsTheMarkOfAChangeWhateverWasReadBeforeIt() throws InterruptedException {
        int changes = 0;
        for (int moment = 0; moment < MOMENTS; moment++) {
            ChangeAt change = new ChangeAt(moment, person);
            CustomerCache people = change.people;
            people.forget(person);
            Promise<Optional<CustomerStatus>> answer = Promise.promise();
            people.remembering(person, answer::future);

            change.counting = true;
            answer.complete(Optional.of(CustomerStatus.ACTIVE));

            if (change.hasCome()) {
                changes++;
                assertThat(people.hasChanged(person)).as("moment " + moment).isTrue();
                assertThat(people.fresh(person)).as("moment " + moment).isEmpty();
                assertThat(people.stale(person)).as("moment " + moment).isEmpty();
            }
        }
        assertThat(changes).as("moments at which a change came").isBetween(2, MOMENTS - 1);
    }

    @Test
    void knowsSomebodyAgainWhoWasReadAfterTheyChanged() {
        CustomerCache people = new CustomerCache(() -> 0);
        people.forget(person);
        assertThat(people.hasChanged(person)).isTrue();

        people.remembering(person, () -> Future.succeededFuture(Optional.of(CustomerStatus.SUSPENDED)));

        assertThat(people.hasChanged(person)).isFalse();
        assertThat(people.fresh(person)).contains(CustomerStatus.SUSPENDED);
    }
}
