package io.loomi.customers.clients;

import io.loomi.common.bus.Broadcasts;
import io.loomi.common.bus.BusAddress;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Tells the services that cache a person's status that it has changed. */
public final class StatusPublisher {

    private final CustomerStatusCache cache;
    private final Broadcasts cluster;

    public StatusPublisher(CustomerStatusCache cache, Broadcasts cluster) {
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
