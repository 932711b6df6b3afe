package io.loomi.transactions.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.errors.Failure;
import io.loomi.common.testing.MutableClock;
import io.loomi.transactions.clients.Recipients;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Settlement;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.repositories.SettlementRepository;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How the worker goes about its work: whom it asks, what it makes of the answer, and when it leaves customers alone. */
class SettlementWorkerTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final MutableClock clock = new MutableClock();
    private final UUID ana = UUID.randomUUID();
    private final UUID bia = UUID.randomUUID();
    private final Map<UUID, CustomerStatus> people = new HashMap<>(Map.of(ana, CustomerStatus.ACTIVE));
    private final Rows rows = new Rows();
    private final Asked customers = new Asked();
    private boolean askable = true;

    private final SettlementWorker worker = new SettlementWorker(
            VERTX,
            new Standing(_ -> Future.failedFuture("not asked here"), customers),
            rows,
            () -> askable,
            clock,
            RandomGenerator.getDefault(),
            new BusinessMetrics(new SimpleMeterRegistry()));

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void asksAboutAPersonOnceForAllThatTheyAskedFor() {
        add(ana, 5);

        assertThat(round()).isFalse();

        assertThat(rows.completed).hasSize(5);
        assertThat(customers.about).containsExactly(ana);
    }

    @Test
    void asksUnderTheCorrelationOfTheRequestAndLeavesNoneBehind() {
        add(ana, 1);
        add(bia, 1);

        round();

        assertThat(customers.correlations).containsExactly("of-" + ana, "of-" + bia);
    }

    @Test
    void failsWhatIsAskedForByThoseWhoMayNot() {
        people.put(ana, CustomerStatus.SUSPENDED);
        add(ana, 1);
        add(bia, 1); // whom customers does not know

        round();

        assertThat(rows.failed).containsExactly("customer-not-active", "customer-not-active");
    }

    @Test
    void failsATransferToWhomCannotReceiveIt() {
        add(settlement(ana, Optional.of(new Recipient.ById(UUID.randomUUID())), false));
        add(settlement(ana, Optional.of(new Recipient.ById(ana)), false));
        people.put(bia, CustomerStatus.SUSPENDED);
        add(settlement(ana, Optional.of(new Recipient.ById(bia)), false));

        round();

        assertThat(rows.failed).containsExactly("unknown-recipient", "transfer-to-oneself", "recipient-not-active");
    }

    @Test
    void doesNothingWhileCustomersMayNotBeAsked() {
        add(ana, 1);
        askable = false;

        assertThat(round()).isFalse();

        assertThat(customers.about).isEmpty();
        assertThat(rows.due).hasSize(1);
    }

    @Test
    void stopsAtTheFirstQuestionThatIsNotAnsweredAndGivesTheRestBack() {
        people.put(bia, CustomerStatus.ACTIVE);
        add(ana, 1);
        add(bia, 3);
        customers.unwell = true;

        assertThat(round()).isFalse();

        assertThat(customers.about).containsExactly(ana);
        assertThat(rows.postponed).hasSize(1);
        assertThat(rows.due).hasSize(3);
    }

    @Test
    void givesBackWhatItHasNotSettledBeforeItHasStopped() {
        add(ana, 3);
        Promise<Void> answer = Promise.promise();
        customers.ready = answer.future();
        VERTX.runOnContext(_ -> worker.round());
        Awaitility.await().until(() -> !customers.about.isEmpty());

        Future<Void> stopped = worker.stop();
        assertThat(stopped.isComplete()).isFalse();
        answer.complete();
        stopped.await();

        assertThat(rows.completed).hasSize(1);
        assertThat(rows.due).hasSize(2);
    }

    @Test
    void waitsLongerForOneThatIsTriedInVainAgainAndAgainButAMinuteAtMost() {
        customers.unwell = true;
        List<Duration> delays = new ArrayList<>();
        for (int attempts : new int[] {0, 1, 2, 3, 4, 5, 6, 60}) {
            add(new Settlement(
                    ana,
                    UUID.randomUUID(),
                    Optional.empty(),
                    false,
                    clock.instant(),
                    clock.instant(),
                    attempts,
                    "of-" + ana));
            round();
            delays.add(Duration.between(clock.instant(), rows.postponed.getLast()));
        }

        int[] most = {1, 2, 4, 8, 16, 32, 60, 60};
        for (int i = 0; i < most.length; i++) {
            assertThat(delays.get(i))
                    .isBetween(Duration.ofMillis(500L * most[i]).minusSeconds(1), Duration.ofSeconds(most[i]));
        }
    }

    @Test
    void waitsADayForSomebodyWhoSignsInElsewhereAndHasNotBeenMet() {
        Settlement early = settlement(bia, Optional.empty(), true);
        add(early);
        add(ana, 1);
        round();
        assertThat(rows.postponed).hasSize(1);
        assertThat(rows.completed).as("nobody waits for them").hasSize(1);

        people.put(bia, CustomerStatus.ACTIVE);
        add(early);
        round();
        assertThat(rows.completed).hasSize(2);

        people.remove(bia);
        clock.advance(Duration.ofHours(25));
        add(early);
        round();
        assertThat(rows.failed).containsExactly("customer-not-active");
    }

    @Test
    void tellsThatThereIsMoreWhenItHasTakenAsMuchAsItMay() {
        add(ana, SettlementWorker.AT_ONCE + 1);

        assertThat(round()).isTrue();
        assertThat(round()).isFalse();

        assertThat(rows.completed).hasSize(SettlementWorker.AT_ONCE + 1);
    }

    @Test
    void givesBackWhatItHadTakenWhenPostgresqlWasGoneMeanwhile() {
        add(ana, 3);
        rows.gone = true;
        round();
        assertThat(rows.completed).isEmpty();

        rows.gone = false;
        round();
        assertThat(rows.completed).hasSize(3);
    }

    @Test
    void beginsNothingNewWhenItHasTakenAMinute() {
        people.put(bia, CustomerStatus.ACTIVE);
        customers.answersAfter = Duration.ofSeconds(61);
        add(ana, 1);
        add(bia, 1);

        assertThat(round()).isFalse();

        assertThat(rows.completed).hasSize(1);
        assertThat(rows.due).hasSize(1);
    }

    private void add(UUID person, int count) {
        Stream.generate(() -> settlement(person, Optional.empty(), false))
                .limit(count)
                .forEach(this::add);
    }

    private void add(Settlement settlement) {
        rows.due.add(settlement);
    }

    private Settlement settlement(UUID person, Optional<Recipient> recipient, boolean external) {
        return new Settlement(
                person, UUID.randomUUID(), recipient, external, clock.instant(), clock.instant(), 0, "of-" + person);
    }

    /** Whether there is more; a round that fails says no. */
    private boolean round() {
        Promise<Boolean> more = Promise.promise();
        VERTX.runOnContext(_ -> worker.round().otherwise(false).onComplete(result -> {
            assertThat(Correlation.current()).isEmpty();
            more.handle(result);
        }));
        return more.future().await();
    }

    private final class Asked implements Recipients {
        private final List<UUID> about = new CopyOnWriteArrayList<>();
        private final List<String> correlations = new ArrayList<>();
        private volatile Future<Void> ready = Future.succeededFuture();
        private boolean unwell;
        private Duration answersAfter = Duration.ZERO;

        @Override
        public Future<Optional<Customer>> find(Recipient recipient) {
            UUID person = ((Recipient.ById) recipient).id();
            about.add(person);
            clock.advance(answersAfter);
            correlations.add(Correlation.currentText());
            return ready.compose(_ -> unwell
                    ? Future.failedFuture(new Failure.Unavailable("down"))
                    : Future.succeededFuture(
                            Optional.ofNullable(people.get(person)).map(status -> new Customer(person, status))));
        }
    }

    /** The table, as far as the worker sees it. */
    private static final class Rows implements SettlementRepository {
        private final Queue<Settlement> due = new ArrayDeque<>();
        private final List<Settlement> completed = new ArrayList<>();
        private final List<String> failed = new ArrayList<>();
        private final List<Instant> postponed = new ArrayList<>();

        /** From the next settlement on. */
        private boolean gone;

        private <T> Future<T> unlessGone(Runnable work, T result) {
            if (gone) {
                return Future.failedFuture(new Failure.Unavailable("gone"));
            }
            work.run();
            return Future.succeededFuture(result);
        }

        @Override
        public Future<List<Settlement>> take(Duration lease, int limit) {
            List<Settlement> taken = new ArrayList<>();
            while (taken.size() < limit && !due.isEmpty()) {
                taken.add(due.remove());
            }
            return Future.succeededFuture(taken);
        }

        @Override
        public Future<Optional<Transaction>> complete(Settlement settlement, Optional<UUID> recipientId) {
            return unlessGone(() -> completed.add(settlement), Optional.empty());
        }

        @Override
        public Future<Optional<Transaction>> fail(Settlement settlement, String reason) {
            failed.add(reason);
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Void> postpone(Settlement settlement, Instant until) {
            return unlessGone(() -> postponed.add(until), null);
        }

        @Override
        public Future<Void> giveBack(List<Settlement> settlements) {
            return unlessGone(() -> due.addAll(settlements), null);
        }
    }
}
