package io.loomi.transactions.services;

import io.loomi.common.errors.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who is reading statements right now: so many at once that their pages fit into memory, and nobody so many that others
 * cannot read theirs.
 *
 * <p>Not thread-safe: one per event loop.
 */
final class StatementLimit {

    /**
     * Each keeps a page of 100 lines in memory for as long as its reader takes, and two pieces of 64 KiB on their way to the
     * connection: 400 KiB with the longest descriptions, so 12 MiB a loop.
     */
    static final int AT_ONCE = 32;

    static final int OF_ONE_PERSON = 2;

    private final Map<UUID, Integer> ofPerson = new HashMap<>();
    private int all;

    /** One more reader, or why there cannot be one. */
    Optional<Failure> enter(UUID person) {
        if (ofPerson.getOrDefault(person, 0) >= OF_ONE_PERSON) {
            return refused("You are reading other statements right now: read them to their end first.");
        }
        if (all >= AT_ONCE) {
            return refused("Many statements are being read right now: try again in a moment.");
        }
        all++;
        ofPerson.merge(person, 1, Integer::sum);
        return Optional.empty();
    }

    void leave(UUID person) {
        all--;
        ofPerson.computeIfPresent(person, (_, readers) -> readers == 1 ? null : readers - 1);
    }

    private static Optional<Failure> refused(String detail) {
        return Optional.of(new Failure.Unavailable(detail));
    }
}
