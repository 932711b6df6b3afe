package io.loomi.transactions;

import io.loomi.common.testing.UnansweredCommits;
import java.util.Map;
import java.util.function.Supplier;

/** A bank whose connections to PostgreSQL can break between a commit and its answer. */
final class BankWithUnansweredCommits implements AutoCloseable {

    private final String database = Bank.newDatabase();
    private final UnansweredCommits commits = new UnansweredCommits();
    private final Bank bank = Bank.openWith(Map.of("DATABASE_URL", commits.in(database)));

    Bank bank() {
        return bank;
    }

    String database() {
        return database;
    }

    TestCustomer customerWith(String amount) {
        return bank.customerWith(amount);
    }

    /** Runs work while the answers of commits are lost; returns when the network has recovered. */
    <T> T during(Supplier<T> work) {
        return commits.during(work, this::isWell);
    }

    /** Runs work while no connection to PostgreSQL can be opened. */
    <T> T withoutConnections(Supplier<T> work) {
        return commits.withoutConnections(work, this::isWell);
    }

    private boolean isWell() {
        TestCustomer customer = bank.customer();
        return customer.credit("1.00").status() == 201 && customer.account().status() == 200;
    }

    @Override
    public void close() {
        bank.close();
        commits.close();
    }
}
