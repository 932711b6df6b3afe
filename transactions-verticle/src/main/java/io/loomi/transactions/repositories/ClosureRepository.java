package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.Closure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Closes accounts of people who leave. A closed account takes no money. */
public interface ClosureRepository {

    /**
     * Closes the account if it is empty; done twice, it changes nothing.
     *
     * @param closureId names this closure, so that it can be taken back without opening what another has closed
     * @param life how long it stays closed at least, unless the closure is taken back
     */
    Future<Closure> close(UUID userId, UUID closureId, Duration life);

    /** Takes the closure back, if it is still in force. */
    Future<Void> reopen(UUID userId, UUID closureId);

    /** Opens the accounts whose closures have lapsed, but of nobody who is known to have been erased. Tells whose they are. */
    Future<List<UUID>> reopenLapsed();
}
