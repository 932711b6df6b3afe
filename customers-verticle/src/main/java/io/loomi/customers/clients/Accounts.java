package io.loomi.customers.clients;

import io.vertx.core.Future;
import java.util.UUID;

/** People's accounts, which are at transactions. */
public interface Accounts {

    /**
     * Closes the account for two minutes: it takes no money then. Fails with a Conflict that tells what is in the way when it is not
     * empty. Without an answer it may be closed.
     *
     * @param closureId names this closure; asked again with the same one, nothing changes
     */
    Future<Void> close(UUID userId, UUID closureId);

    /** Takes the closure back: the account is open again, unless another closure is in force. */
    Future<Void> reopen(UUID userId, UUID closureId);
}
