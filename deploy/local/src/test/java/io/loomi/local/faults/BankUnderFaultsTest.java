package io.loomi.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.FaultyProxy;
import io.loomi.common.testing.LedgerAudit;
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
 * People send money to one another while the processes of the bank are killed and its network fails, one thing at a time and at
 * random. At the end nothing that was acknowledged is lost, nothing is there twice, and no money was made.
 */
class BankUnderFaultsTest {

    private static final Duration TIME = Duration.ofSeconds(Long.getLong("loomi.faults.seconds", 60));
    private static final int LEAST_MILLIS = 500;
    private static final int MOST_MILLIS = 4_000;

    /** Who asks an instance that does not know them is told after five seconds that it is accepted; and as many to spare. */
    private static final Duration ACCEPTANCE = Duration.ofSeconds(10);

    /** A pause of the breaker, and the time that its probe may take. */
    private static final Duration BREAKER_RECOVERY = Duration.ofSeconds(65);

    /** The window with what went well must pass first, and calls in vain take five seconds. */
    private static final Duration OPENING = Duration.ofSeconds(25);

    /** In vain, each for five seconds, and more than half of what the breaker counts. */
    private static final int STRANGERS = 24;

    /** What a process that was killed had taken is another's after 90 seconds, and what could not be settled is asked again within a minute. */
    private static final Duration SETTLEMENT = Duration.ofSeconds(160);

    private final long seed = Long.getLong("loomi.faults.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Instant began = Instant.now();

    @TempDir
    private Path folder;

    @Test
    void losesNothingAndRepeatsNothingWhateverFails() {
        say("seed " + seed);
        try (MortalBank bank = new MortalBank(folder);
                Crowd crowd = new Crowd(bank.gateway(), seed)) {
            List<Payer> strangers = crowd.register(bank.gateway(), "stranger", STRANGERS);
            Probe probe = new Probe(crowd, Payer.of(bank.gateway(), "probe@loomi.test"));
            BooleanSupplier signsIn =
                    () -> bank.gateway().login("probe@loomi.test").status() == 200;

            say("everybody is there");
            CompletableFuture<Void> moving = crowd.move();
            breakThings(Fault.all(bank, probe, signsIn), probe, moving);
            requireGoingOn(moving);
            openTheBreakers(bank, crowd, strangers, probe);
            crowd.stop();
            moving.join();
            probe.end();

            audit(bank, crowd);
        }
    }

    /** Each at least once, if there is time, and then over again in another order. */
    private void breakThings(List<Fault> faults, Probe probe, CompletableFuture<Void> moving) {
        Instant end = Instant.now().plus(TIME);
        Deque<Fault> deck = new ArrayDeque<>();
        while (Instant.now().isBefore(end)) {
            requireGoingOn(moving);
            if (deck.isEmpty()) {
                List<Fault> shuffled = new ArrayList<>(faults);
                Collections.shuffle(shuffled, random);
                deck.addAll(shuffled);
            }
            suffer(deck.pop(), probe);
        }
    }

    /** Nobody was answered what they must not be. */
    private static void requireGoingOn(CompletableFuture<Void> moving) {
        if (moving.isDone()) {
            moving.join();
        }
    }

    private void suffer(Fault fault, Probe probe) {
        say(fault.name());
        fault.begin().run();
        if (fault.moneyMoves()) {
            await("money moves while " + fault.name(), ACCEPTANCE, probe::moves);
        }
        pause(random.nextInt(LEAST_MILLIS, MOST_MILLIS));
        fault.end().run();
        say("... over after %d ms".formatted(await(fault.name(), fault.within(), fault.over())));
    }

    /** The network is silent until neither transactions asks customers any more, and then it is well again. */
    private void openTheBreakers(MortalBank bank, Crowd crowd, List<Payer> strangers, Probe probe) {
        bank.network().suffer(new FaultyProxy.Fault.BlackHole());
        List<CompletableFuture<Void>> asking = strangers.stream()
                .map(stranger -> CompletableFuture.runAsync(
                        () -> crowd.acknowledge(stranger.credit("1.00", "stranger-" + stranger.id()))))
                .toList();
        long opened = await("the breakers open", OPENING, () -> bank.closedBreakers() == 0);
        asking.forEach(CompletableFuture::join);
        await("money moves", ACCEPTANCE, probe::moves);
        bank.network().recover();
        long closed = await("the breakers close", BREAKER_RECOVERY, () -> bank.closedBreakers() == 2);
        say("the breakers opened after %d ms, and closed %d ms after the network was well".formatted(opened, closed));
    }

    private void audit(MortalBank bank, Crowd crowd) {
        LedgerRecord ledger = new LedgerRecord(bank.vertx(), bank.ledger().url());
        long settled = await("everything is settled", SETTLEMENT, () -> ledger.deferred() == 0);
        assertThat(LedgerAudit.violations(bank.vertx(), bank.ledger().url()))
                .as("seed " + seed)
                .isEmpty();
        assertThat(ledger.keys())
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(
                        crowd.acknowledged().stream().map(Payer.Order::key).toList());
        assertThat(ledger.totalCents())
                .as("seed " + seed)
                .isEqualTo(crowd.acknowledged().stream()
                        .mapToLong(Payer.Order::moves)
                        .sum());
        say("%s acknowledged, each once; settled after %d ms".formatted(crowd.answers(), settled));
    }

    /** How long it took, in milliseconds. */
    private long await(String what, Duration within, BooleanSupplier condition) {
        Instant before = Instant.now();
        Awaitility.await("seed %d: %s".formatted(seed, what))
                .atMost(within)
                .pollInterval(Duration.ofMillis(50))
                .until(condition::getAsBoolean);
        return Duration.between(before, Instant.now()).toMillis();
    }

    /** For as long as the fault lasts. */
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
