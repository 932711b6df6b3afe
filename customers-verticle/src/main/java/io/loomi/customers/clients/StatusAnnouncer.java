package io.loomi.customers.clients;

import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.Future;
import java.util.UUID;

/** Tells the services that cache a person's status that it has changed. */
public final class StatusAnnouncer {

    private final CustomerStatusCache cache;

    public StatusAnnouncer(CustomerStatusCache cache) {
        this.cache = cache;
    }

    /** Never fails: who is not told learns it when their cached entry ends. */
    public Future<Void> announce(UUID id, UserStatus status) {
        return cache.announce(id, status.text());
    }
}
