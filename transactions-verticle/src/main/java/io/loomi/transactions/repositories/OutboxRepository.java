package io.loomi.transactions.repositories;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** The events of all accounts. */
@FunctionalInterface
public interface OutboxRepository {

    /**
     * Drops events, oldest first. Drops nothing while another process does so.
     *
     * @param retention the age, by the ledger's clock, from which on events are dropped
     * @param limit the maximum number of events
     */
    Future<DroppedEvents> dropOldest(Duration retention, int limit);

    /**
     * @param count how many events were dropped
     * @param oldest the age of the oldest event that is left; empty if there is none
     */
    record DroppedEvents(int count, Optional<Duration> oldest) {}
}
