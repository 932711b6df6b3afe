package io.loomi.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.FaultyProxy;
import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Customers transfer money while the bank's processes are killed and its network fails, one random fault at a time. At the end no
 * acknowledged request is lost or done twice, and the sum of all balances is right.
 */
@Slow
class BankUnderFaultsTest {

    private static final Duration DURATION = Duration.ofSeconds(Long.getLong("loomi.faults.seconds", 60));
    private static final int MIN_MILLIS = 500;
    private static final int MAX_MILLIS = 4_000;

    /** An instance without a cached status accepts a transaction after five seconds; five more are a margin. */
    private static final Duration ACCEPTANCE = Duration.ofSeconds(10);

    /** One reset time-out of the breaker, and the longest probe. */
    private static final Duration BREAKER_RECOVERY = Duration.ofSeconds(65);

    /** The successes in the breaker's window must expire first, and each failed call takes five seconds. */
    private static final Duration BREAKER_OPENING = Duration.ofSeconds(25);

    /** Each needs a call to customers, which fails after five seconds. Together they are more than half of the calls in the window. */
    private static final int UNKNOWN_CUSTOMERS = 24;

    /** The lease of a killed process ends after 90 seconds, and a failed attempt to resolve is repeated within a minute. */
    private static final Duration RESOLUTION = Duration.ofSeconds(160);

    private final long seed = Long.getLong("loomi.faults.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Instant began = Instant.now();

    @TempDir
    private Path folder;

    @Test
    void losesAndRepeatsNothingUnderFaults() {
        say("seed " + seed);
        try (KillableBank bank = new KillableBank(folder);
                Payers payers = new Payers(bank.gateway(), seed)) {
            List<Payer> unknownCustomers = payers.register(bank.gateway(), "unknown", UNKNOWN_CUSTOMERS);
            PaymentProbe probe = new PaymentProbe(payers, Payer.of(bank.gateway(), "probe@loomi.test"));
            BooleanSupplier signsIn =
                    () -> bank.gateway().login("probe@loomi.test").status() == 200;

            say("all customers are registered");
            CompletableFuture<Void> moving = payers.move();
            injectFaults(Fault.all(bank, probe, signsIn), probe, moving);
            requireNoFailure(moving);
            openTheBreakers(bank, payers, unknownCustomers, probe);
            payers.stop();
            moving.join();
            probe.end();

            audit(bank, payers);
        }
    }

    /** Injects all faults in random order, again and again, until the time is over. */
    private void injectFaults(List<Fault> faults, PaymentProbe probe, CompletableFuture<Void> moving) {
        Instant end = Instant.now().plus(DURATION);
        Deque<Fault> remaining = new ArrayDeque<>();
        while (Instant.now().isBefore(end)) {
            requireNoFailure(moving);
            if (remaining.isEmpty()) {
                List<Fault> shuffled = new ArrayList<>(faults);
                Collections.shuffle(shuffled, random);
                remaining.addAll(shuffled);
            }
            inject(remaining.pop(), probe);
        }
    }

    /** Fails if a client got an answer that is not allowed under faults. */
    private static void requireNoFailure(CompletableFuture<Void> moving) {
        if (moving.isDone()) {
            moving.join();
        }
    }

    private void inject(Fault fault, PaymentProbe probe) {
        say(fault.name());
        fault.begin().run();
        if (fault.acceptsPayments()) {
            await("payments are accepted while " + fault.name(), ACCEPTANCE, probe::isAccepted);
        }
        pause(random.nextInt(MIN_MILLIS, MAX_MILLIS));
        fault.end().run();
        say("... over after %d ms".formatted(await(fault.name(), fault.recoveryTime(), fault.isOver())));
    }

    /** Silences the network until both breakers are open, then restores it. */
    private void openTheBreakers(KillableBank bank, Payers payers, List<Payer> unknownCustomers, PaymentProbe probe) {
        bank.network().suffer(new FaultyProxy.Fault.BlackHole());
        List<CompletableFuture<Void>> calls = unknownCustomers.stream()
                .map(unknownCustomer -> CompletableFuture.runAsync(
                        () -> payers.acknowledge(unknownCustomer.credit("1.00", "unknown-" + unknownCustomer.id()))))
                .toList();
        long opened = await("the breakers open", BREAKER_OPENING, () -> bank.closedBreakers() == 0);
        calls.forEach(CompletableFuture::join);
        await("payments are accepted", ACCEPTANCE, probe::isAccepted);
        bank.network().recover();
        long closed = await("the breakers close", BREAKER_RECOVERY, () -> bank.closedBreakers() == 2);
        say("the breakers opened after %d ms, and closed %d ms after the network recovered".formatted(opened, closed));
    }

    private void audit(KillableBank bank, Payers payers) {
        LedgerReader ledger =
                new LedgerReader(bank.vertx(), bank.transactionsDatabase().url());
        long resolved = await("all deferred transactions are resolved", RESOLUTION, () -> ledger.deferred() == 0);
        assertThat(LedgerAudit.violations(
                        bank.vertx(), bank.transactionsDatabase().url()))
                .as("seed " + seed)
                .isEmpty();
        assertThat(ledger.keys())
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(
                        payers.acknowledged().stream().map(Payer.Order::key).toList());
        assertThat(ledger.totalCents())
                .as("seed " + seed)
                .isEqualTo(payers.acknowledged().stream()
                        .mapToLong(Payer.Order::balanceChange)
                        .sum());
        say("%s acknowledged, each once; resolved after %d ms".formatted(payers.answers(), resolved));
    }

    /** Returns the waiting time in milliseconds. */
    private long await(String what, Duration within, BooleanSupplier condition) {
        Instant before = Instant.now();
        Awaitility.await("seed %d: %s".formatted(seed, what))
                .atMost(within)
                .pollInterval(Duration.ofMillis(50))
                .until(condition::getAsBoolean);
        return Duration.between(before, Instant.now()).toMillis();
    }

    /** Lets the fault last. */
    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private void say(String line) {
        System.out.printf(
                "[faults] %4d s  %s%n", Duration.between(began, Instant.now()).toSeconds(), line);
    }
}
