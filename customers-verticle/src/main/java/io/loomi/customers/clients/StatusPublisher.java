package io.loomi.customers.clients;

import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cluster.Broadcasts;
import io.loomi.common.cluster.BusAddress;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Publishes a changed customer status to the services that cache it. */
public final class StatusPublisher {

    private final CustomerStatusCache cache;
    private final Broadcasts cluster;

    public StatusPublisher(CustomerStatusCache cache, Broadcasts cluster) {
        this.cache = cache;
        this.cluster = cluster;
    }

    /** Never fails: a process that misses the change reads it when its cache entry expires. */
    public Future<Void> publish(UUID id, UserStatus status) {
        // the broadcast is last, because members then drop their entry and read Redis
        return cache.publish(id, status.text())
                .onComplete(_ -> cluster.publish(BusAddress.CHANGES, new JsonObject().put("userId", id.toString())));
    }
}
