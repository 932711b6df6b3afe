package io.loomi.transactions;

import io.loomi.common.testing.LostCommits;
import java.util.Map;
import java.util.function.Supplier;

/** A bank whose connections to PostgreSQL can be cut between a commit and its answer. */
final class LostAnswers implements AutoCloseable {

    private final String database = Bank.newDatabase();
    private final LostCommits commits = new LostCommits();
    private final Bank bank = Bank.openWith(Map.of("DATABASE_URL", commits.in(database)));

    Bank bank() {
        return bank;
    }

    String database() {
        return database;
    }

    Person personWith(String amount) {
        return bank.personWith(amount);
    }

    /** Does this while the answers of commits are lost, and comes back when the network is well again. */
    <T> T during(Supplier<T> work) {
        return commits.during(work, this::isWell);
    }

    /** Does this while no connection to PostgreSQL comes about. */
    <T> T withoutConnections(Supplier<T> work) {
        return commits.withoutConnections(work, this::isWell);
    }

    private boolean isWell() {
        Person person = bank.person();
        return person.credit("1.00").status() == 201 && person.account().status() == 200;
    }

    @Override
    public void close() {
        bank.close();
        commits.close();
    }
}
