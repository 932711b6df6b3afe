package io.loomi.customers.clients;

import io.loomi.common.resilience.Resilience;
import io.vertx.core.Future;
import java.util.UUID;

/** Asks again what was not answered, and does not ask while transactions is known to be unwell. */
public final class ResilientAccounts implements Accounts {

    private static final String UNKNOWN =
            "Whether the account is empty cannot be found out right now, and nothing was done: try again in a moment.";

    private final Accounts source;
    private final Resilience resilience;

    public ResilientAccounts(Accounts source, Resilience resilience) {
        this.source = source;
        this.resilience = resilience;
    }

    @Override
    public Future<Void> close(UUID userId, UUID closureId) {
        return resilience.ask(() -> source.close(userId, closureId), UNKNOWN);
    }

    @Override
    public Future<Void> reopen(UUID userId, UUID closureId) {
        return resilience.ask(() -> source.reopen(userId, closureId), UNKNOWN);
    }
}
