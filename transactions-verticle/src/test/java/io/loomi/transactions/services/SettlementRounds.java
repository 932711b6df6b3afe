package io.loomi.transactions.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.testing.MutableClock;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Settlement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A worker that goes round when it is told to, between doubles of the table and of customers; Ana, whom customers knows, and Bia. */
final class SettlementRounds {

    private final Vertx vertx;
    private final MutableClock clock = new MutableClock();
    private final UUID ana = UUID.randomUUID();
    private final UUID bia = UUID.randomUUID();
    private final SettlementsDouble settlements = new SettlementsDouble(clock);
    private final RecipientsDouble customers = new RecipientsDouble(clock);
    private final SettlementWorker worker;
    private boolean askable = true;

    SettlementRounds(Vertx vertx) {
        this.vertx = vertx;
        customers.set(ana, CustomerStatus.ACTIVE);
        worker = new SettlementWorker(
                vertx,
                new Eligibility(_ -> Future.failedFuture("not asked here"), customers),
                settlements,
                () -> askable,
                clock,
                RandomGenerator.getDefault(),
                new BusinessMetrics(new SimpleMeterRegistry()));
    }

    UUID ana() {
        return ana;
    }

    UUID bia() {
        return bia;
    }

    MutableClock clock() {
        return clock;
    }

    SettlementsDouble settlements() {
        return settlements;
    }

    RecipientsDouble customers() {
        return customers;
    }

    /** From now on customers may not be asked. */
    void forbidQuestions() {
        askable = false;
    }

    void add(UUID person, int count) {
        Stream.generate(() -> asked(person, Optional.empty(), false))
                .limit(count)
                .forEach(settlements::add);
    }

    Settlement asked(UUID person, Optional<Recipient> recipient, boolean external) {
        return settlement(person, recipient, external, 0);
    }

    /** One that was tried in vain so often. */
    Settlement tried(UUID person, int attempts) {
        return settlement(person, Optional.empty(), false, attempts);
    }

    private Settlement settlement(UUID person, Optional<Recipient> recipient, boolean external, int attempts) {
        return new Settlement(
                person,
                UUID.randomUUID(),
                recipient,
                external,
                clock.instant(),
                clock.instant(),
                attempts,
                "of-" + person);
    }

    /** Whether there is more; a round that fails says no. */
    boolean round() {
        return begin().await();
    }

    Future<Boolean> begin() {
        Promise<Boolean> more = Promise.promise();
        vertx.runOnContext(_ -> worker.round().otherwise(false).onComplete(result -> {
            assertThat(Correlation.current()).isEmpty();
            more.handle(result);
        }));
        return more.future();
    }

    Future<Void> stop() {
        return worker.stop();
    }
}
