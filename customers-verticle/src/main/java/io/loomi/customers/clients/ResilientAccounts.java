package io.loomi.customers.clients;

import io.loomi.common.resilience.Resilience;
import io.vertx.core.Future;
import java.util.UUID;

/** Calls transactions with retries, behind a breaker. */
public final class ResilientAccounts implements Accounts {

    private static final String UNKNOWN =
            "The service cannot check now whether the account is empty, and erased nothing. Try again in a moment.";

    private final Accounts source;
    private final Resilience resilience;

    public ResilientAccounts(Accounts source, Resilience resilience) {
        this.source = source;
        this.resilience = resilience;
    }

    @Override
    public Future<Void> close(UUID userId, UUID closureId) {
        return resilience.call(() -> source.close(userId, closureId), UNKNOWN);
    }

    @Override
    public Future<Void> reopen(UUID userId, UUID closureId) {
        return resilience.call(() -> source.reopen(userId, closureId), UNKNOWN);
    }
}
