package io.loomi.transactions.clients;

import io.loomi.common.auth.Caller;
import io.loomi.common.bus.BusAddress;
import io.loomi.common.bus.BusClient;
import io.loomi.common.bus.NoReply;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Asks customers over the event bus, with the caller's own token, and another way when nobody answers there. */
public final class BusCustomers implements Customers {

    private final BusClient bus;
    private final Customers otherwise;

    BusCustomers(BusClient bus, Customers otherwise) {
        this.bus = bus;
        this.otherwise = otherwise;
    }

    /** The other way alone where there is no cluster. */
    public static Customers before(Customers otherwise, Optional<BusClient> bus) {
        return bus.<Customers>map(known -> new BusCustomers(known, otherwise)).orElse(otherwise);
    }

    @Override
    public Future<CustomerStatus> statusOf(Caller caller) {
        JsonObject question = new JsonObject().put("userId", caller.userId().toString());
        return bus.ask(BusAddress.STATUS, question, caller.token()).transform((answer, failure) -> switch (failure) {
            case null -> HttpCustomers.read(answer.status(), answer::body);
            case NoReply _ -> otherwise.statusOf(caller);
            default -> Future.failedFuture(failure);
        });
    }
}
