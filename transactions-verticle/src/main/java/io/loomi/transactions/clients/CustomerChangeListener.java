package io.loomi.transactions.clients;

import io.loomi.common.cluster.Broadcasts;
import io.loomi.common.cluster.BusAddress;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.Revocations;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** Receives broadcasts of revocations and changed customers. They are the fastest source; Redis and HTTP deliver missed ones. */
public final class CustomerChangeListener {

    private final Revocations revocations;
    private final CustomerCache cache;

    public CustomerChangeListener(Revocations revocations, CustomerCache cache) {
        this.revocations = revocations;
        this.cache = cache;
    }

    /** Completes when the subscriptions are active in the cluster. */
    public Future<Void> subscribe(Broadcasts cluster) {
        return Future.all(
                        cluster.subscribe(BusAddress.REVOCATIONS, message -> revocations.add(revocationsIn(message))),
                        cluster.subscribe(
                                BusAddress.CHANGES,
                                message -> cache.invalidate(UUID.fromString(message.getString("userId")))))
                .mapEmpty();
    }

    private static List<Revocation> revocationsIn(JsonObject message) {
        return message.getJsonArray("revocations").stream()
                .map(item -> Revocation.of((JsonObject) item))
                .toList();
    }
}
