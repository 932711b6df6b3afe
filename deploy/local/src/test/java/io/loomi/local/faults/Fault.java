package io.loomi.local.faults;

import io.loomi.common.testing.FaultyProxy;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A fault that a test injects.
 *
 * @param moneyMoves whether known customers can move money during the fault
 * @param over whether its consequences are over
 * @param within the time within which they must be over after its end
 */
record Fault(String name, Runnable begin, Runnable end, boolean moneyMoves, BooleanSupplier over, Duration within) {

    /** Recovery time after PostgreSQL or Redis is back. */
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    /** Includes the start of a process on a busy machine. */
    private static final Duration RESTART = Duration.ofSeconds(30);

    /** All injected faults. The breaker may still be open after a fault of customers. */
    static List<Fault> all(MortalBank bank, Probe probe, BooleanSupplier signsIn) {
        MortalInstance customers = bank.customers();
        MortalInstance one = bank.transactions().getFirst();
        Stream<Fault> processFaults = Stream.of(
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
                        "Redis is killed", bank.redis()::kill, bank.redis()::restart, true, bank::isRedisUp, RECOVERY),
                new Fault("customers is killed", customers::kill, () -> restart(customers), true, signsIn, RESTART),
                new Fault("a transactions is killed", one::kill, () -> restart(one), true, probe::moves, RESTART));
        Stream<Fault> networkFaults = Stream.of(
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
        return Stream.concat(processFaults, networkFaults).toList();
    }

    private static void restart(MortalInstance instance) {
        instance.restart();
        instance.awaitReady();
    }
}
