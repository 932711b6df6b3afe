package io.loomi.local.faults;

import io.loomi.common.testing.FaultyProxy;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Something that befalls the bank.
 *
 * @param moneyMoves whether people whom the bank knows move money while it lasts
 * @param over whether its consequences are
 * @param within how soon after its end they must be
 */
record Fault(String name, Runnable begin, Runnable end, boolean moneyMoves, BooleanSupplier over, Duration within) {

    /** After the return of PostgreSQL or Redis. */
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    /** A process must start first, on a machine that does much else. */
    private static final Duration RESTART = Duration.ofSeconds(30);

    /** All that is expected to happen; what the breaker does about customers is not over with them. */
    static List<Fault> all(MortalBank bank, Probe probe, BooleanSupplier signsIn) {
        MortalInstance customers = bank.customers();
        MortalInstance one = bank.transactions().getFirst();
        Stream<Fault> ofParts = Stream.of(
                new Fault(
                        "the ledger's PostgreSQL is killed",
                        bank.ledger()::kill,
                        bank.ledger()::restart,
                        false,
                        probe::moves,
                        RECOVERY),
                new Fault(
                        "customers' PostgreSQL is killed",
                        bank.people()::kill,
                        bank.people()::restart,
                        true,
                        signsIn,
                        RECOVERY),
                new Fault(
                        "Redis is killed",
                        bank.redis()::kill,
                        bank.redis()::restart,
                        true,
                        bank::isRedisWell,
                        RECOVERY),
                new Fault("customers is killed", customers::kill, () -> restart(customers), true, signsIn, RESTART),
                new Fault("a transactions is killed", one::kill, () -> restart(one), true, probe::moves, RESTART));
        Stream<Fault> ofNetwork = Stream.of(
                        new FaultyProxy.Fault.BlackHole(),
                        new FaultyProxy.Fault.Reset(),
                        new FaultyProxy.Fault.CutAnswer(40),
                        new FaultyProxy.Fault.Delay(Duration.ofSeconds(2)))
                .map(fault -> new Fault(
                        "the network to customers has " + fault,
                        () -> bank.network().suffer(fault),
                        bank.network()::recover,
                        true,
                        probe::moves,
                        RECOVERY));
        return Stream.concat(ofParts, ofNetwork).toList();
    }

    private static void restart(MortalInstance instance) {
        instance.restart();
        instance.awaitReady();
    }
}
