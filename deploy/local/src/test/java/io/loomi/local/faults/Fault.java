package io.loomi.local.faults;

import io.loomi.common.testing.FaultyProxy;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A fault that a test injects.
 *
 * @param acceptsPayments whether known customers can pay during the fault
 * @param isOver whether its consequences are over
 * @param recoveryTime how long the consequences may last after its end
 */
record Fault(
        String name,
        Runnable begin,
        Runnable end,
        boolean acceptsPayments,
        BooleanSupplier isOver,
        Duration recoveryTime) {

    /** Recovery time after PostgreSQL or Redis is back. */
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    /** Includes the start of a process on a busy machine. */
    private static final Duration RESTART = Duration.ofSeconds(30);

    /** All injected faults. The breaker may still be open after a fault of customers. */
    static List<Fault> all(KillableBank bank, PaymentProbe probe, BooleanSupplier signsIn) {
        KillableInstance customers = bank.customers();
        KillableInstance one = bank.transactions().getFirst();
        Stream<Fault> processFaults = Stream.of(
                new Fault(
                        "transactions' PostgreSQL is killed",
                        bank.transactionsDatabase()::kill,
                        bank.transactionsDatabase()::restart,
                        false,
                        probe::isAccepted,
                        RECOVERY),
                new Fault(
                        "customers' PostgreSQL is killed",
                        bank.customersDatabase()::kill,
                        bank.customersDatabase()::restart,
                        true,
                        signsIn,
                        RECOVERY),
                new Fault(
                        "Redis is killed", bank.redis()::kill, bank.redis()::restart, true, bank::isRedisUp, RECOVERY),
                new Fault("customers is killed", customers::kill, () -> restart(customers), true, signsIn, RESTART),
                new Fault(
                        "an instance of transactions is killed",
                        one::kill,
                        () -> restart(one),
                        true,
                        probe::isAccepted,
                        RESTART));
        Stream<Fault> networkFaults = Stream.of(
                        new FaultyProxy.Fault.BlackHole(),
                        new FaultyProxy.Fault.Reset(),
                        new FaultyProxy.Fault.CutAnswer(40),
                        new FaultyProxy.Fault.Delay(Duration.ofSeconds(2)))
                .map(fault -> new Fault(
                        "the network between transactions and customers: " + fault,
                        () -> bank.network().suffer(fault),
                        bank.network()::recover,
                        true,
                        probe::isAccepted,
                        RECOVERY));
        return Stream.concat(processFaults, networkFaults).toList();
    }

    private static void restart(KillableInstance instance) {
        instance.restart();
        instance.awaitReady();
    }
}
