package io.loomi.transactions.services;

import io.loomi.common.errors.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Limits concurrent statements: in total to bound the memory, and per customer so that no customer uses up the limit.
 *
 * <p>Not thread-safe: one per event loop.
 */
final class StatementLimit {

    /**
     * Each reader keeps a page of 100 lines and two pieces of 64 KiB in memory: up to 400 KiB with the longest descriptions, or
     * 12 MiB for each event loop.
     */
    static final int MAX_READERS = 32;

    static final int MAX_READERS_PER_CUSTOMER = 2;

    private final Map<UUID, Integer> byCustomer = new HashMap<>();
    private int total;

    /** Counts a reader. Returns a failure if the limit refuses the reader. */
    Optional<Failure> enter(UUID userId) {
        if (byCustomer.getOrDefault(userId, 0) >= MAX_READERS_PER_CUSTOMER) {
            return refused("You are reading too many statements: finish reading one of them first.");
        }
        if (total >= MAX_READERS) {
            return refused("Too many statements are being read: try again in a moment.");
        }
        total++;
        byCustomer.merge(userId, 1, Integer::sum);
        return Optional.empty();
    }

    void leave(UUID userId) {
        total--;
        byCustomer.computeIfPresent(userId, (_, readers) -> readers == 1 ? null : readers - 1);
    }

    private static Optional<Failure> refused(String detail) {
        return Optional.of(new Failure.Unavailable(detail));
    }
}
