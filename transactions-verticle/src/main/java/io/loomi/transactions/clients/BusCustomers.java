package io.loomi.transactions.clients;

import io.loomi.common.auth.Caller;
import io.loomi.common.cluster.BusAddress;
import io.loomi.common.cluster.BusClient;
import io.loomi.common.cluster.NoReply;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Asks customers over the event bus, with the caller's own token. Falls back to another client if no reply comes. */
public final class BusCustomers implements Customers {

    private final BusClient bus;
    private final Customers fallback;

    BusCustomers(BusClient bus, Customers fallback) {
        this.bus = bus;
        this.fallback = fallback;
    }

    /** Returns the fallback alone if there is no cluster. */
    public static Customers before(Customers fallback, Optional<BusClient> bus) {
        return bus.<Customers>map(known -> new BusCustomers(known, fallback)).orElse(fallback);
    }

    @Override
    public Future<CustomerStatus> statusOf(Caller caller) {
        JsonObject question = new JsonObject().put("userId", caller.userId().toString());
        return bus.ask(BusAddress.STATUS, question, caller.token()).transform((answer, failure) -> switch (failure) {
            case null -> HttpCustomers.read(answer.status(), answer::body);
            case NoReply _ -> fallback.statusOf(caller);
            default -> Future.failedFuture(failure);
        });
    }
}
