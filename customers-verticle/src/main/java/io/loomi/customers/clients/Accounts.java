package io.loomi.customers.clients;

import io.vertx.core.Future;
import java.util.UUID;

/** The customers' accounts, which transactions keeps. */
public interface Accounts {

    /**
     * Closes the account for two minutes. A closed account accepts no money. Fails with a Conflict that lists the
     * contents if the account is not empty. If no answer arrives, the account may have been closed.
     *
     * @param closureId identifies this closure; repeating the call with the same id changes nothing
     */
    Future<Void> close(UUID userId, UUID closureId);

    /** Withdraws the closure. The account reopens unless another closure is in force. */
    Future<Void> reopen(UUID userId, UUID closureId);
}
