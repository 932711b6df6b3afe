package io.loomi.transactions.clients;

import io.loomi.common.bus.Broadcasts;
import io.loomi.common.bus.BusAddress;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.Revocations;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** What customers tells the cluster. It comes sooner than from anywhere else; what was missed comes from there. */
public final class CustomerChangeListener {

    private final Revocations revocations;
    private final CustomerCache people;

    public CustomerChangeListener(Revocations revocations, CustomerCache people) {
        this.revocations = revocations;
        this.people = people;
    }

    public Future<Void> hear(Broadcasts cluster) {
        return Future.all(
                        cluster.hear(BusAddress.REVOCATIONS, word -> revocations.add(revocationsIn(word))),
                        cluster.hear(
                                BusAddress.CHANGES, word -> people.forget(UUID.fromString(word.getString("userId")))))
                .mapEmpty();
    }

    private static List<Revocation> revocationsIn(JsonObject word) {
        return word.getJsonArray("revocations").stream()
                .map(item -> Revocation.of((JsonObject) item))
                .toList();
    }
}
