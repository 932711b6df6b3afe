package io.loomi.transactions;

import io.loomi.common.testing.FaultyProxy;
import io.loomi.common.testing.FaultyProxy.Fault;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** A bank whose connections to PostgreSQL can break between a commit and its answer. */
final class LostAnswers implements AutoCloseable {

    /** The application names in the startup messages of connections that commit. */
    private static final Set<String> COMMITTING = Set.of("loomi writes", "loomi batches");

    /** The first byte of the message that executes a prepared statement. */
    private static final char EXECUTE = 'B';

    private final String database = Bank.newDatabase();
    private final FaultyProxy network = FaultyProxy.open();
    private final Bank bank = Bank.openWith(Map.of("DATABASE_URL", throughNetwork()));

    private String throughNetwork() {
        URI real = URI.create(database);
        return database.replace(":" + real.getPort(), ":" + network.before(real).getPort());
    }

    Bank bank() {
        return bank;
    }

    String database() {
        return database;
    }

    Person personWith(String amount) {
        return bank.personWith(amount);
    }

    /** Runs work while the answers of commits are lost; returns when the network has recovered. */
    <T> T during(Supplier<T> work) {
        network.sufferOnly(COMMITTING, new Fault.LoseAnswerTo(EXECUTE));
        try {
            return work.get();
        } finally {
            recover();
        }
    }

    /** Runs work while no connection to PostgreSQL can be opened. */
    <T> T withoutConnections(Supplier<T> work) {
        network.suffer(new Fault.Reset());
        try {
            return work.get();
        } finally {
            recover();
        }
    }

    private void recover() {
        network.recover();
        Awaitility.await().until(() -> {
            Person person = bank.person();
            return person.credit("1.00").status() == 201 && person.account().status() == 200;
        });
    }

    @Override
    public void close() {
        bank.close();
        network.close();
    }
}
