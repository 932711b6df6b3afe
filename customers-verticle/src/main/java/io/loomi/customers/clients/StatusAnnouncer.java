package io.loomi.customers.clients;

import io.loomi.common.bus.Announcements;
import io.loomi.common.bus.BusAddress;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Tells the services that cache a person's status that it has changed. */
public final class StatusAnnouncer {

    private final CustomerStatusCache cache;
    private final Announcements cluster;

    public StatusAnnouncer(CustomerStatusCache cache, Announcements cluster) {
        this.cache = cache;
        this.cluster = cluster;
    }

    /** Never fails: who is not told learns it when their cached entry ends. */
    public Future<Void> announce(UUID id, UserStatus status) {
        // the cluster afterwards: whoever forgets the person looks into Redis next
        return cache.announce(id, status.text())
                .onComplete(_ -> cluster.tell(BusAddress.CHANGES, new JsonObject().put("userId", id.toString())));
    }
}
