package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.Closure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Closes accounts of customers who leave. A closed account accepts no money. */
public interface ClosureRepository {

    /**
     * Closes the account if it is empty. Repeating the call with the same id changes nothing.
     *
     * @param closureId identifies this closure, so that its withdrawal does not end another closure
     * @param duration minimum time in force, unless the closure is withdrawn
     */
    Future<Closure> close(UUID userId, UUID closureId, Duration duration);

    /** Withdraws the closure if it is still in force. */
    Future<Void> reopen(UUID userId, UUID closureId);

    /** Reopens the accounts whose closures have lapsed, except those of erased customers. Returns the owners. */
    Future<List<UUID>> reopenLapsed();
}
