package io.loomi.transactions.clients;

import io.loomi.common.cluster.BusAddress;
import io.loomi.common.cluster.BusClient;
import io.loomi.common.cluster.BusReply;
import io.loomi.common.cluster.NoReply;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Asks customers over the event bus, as the service. Falls back to another client if no reply comes. */
public final class BusRecipients implements Recipients {

    private static final int UNAUTHORIZED = 401;

    private final BusClient bus;
    private final ServiceToken token;
    private final Recipients fallback;

    BusRecipients(BusClient bus, ServiceToken token, Recipients fallback) {
        this.bus = bus;
        this.token = token;
        this.fallback = fallback;
    }

    /** Returns the fallback alone if there is no cluster. */
    public static Recipients before(Recipients fallback, Optional<BusClient> bus, ServiceToken token) {
        return bus.<Recipients>map(known -> new BusRecipients(known, token, fallback))
                .orElse(fallback);
    }

    @Override
    public Future<Optional<Customer>> find(Recipient recipient) {
        return ask(recipient).transform((answer, failure) -> switch (failure) {
            case null -> read(recipient, answer);
            case NoReply _ -> fallback.find(recipient);
            default -> Future.failedFuture(failure);
        });
    }

    private Future<BusReply> ask(Recipient recipient) {
        JsonObject question =
                new JsonObject().put(HttpRecipients.parameter(recipient), HttpRecipients.value(recipient));
        return token.current().compose(bearer -> bus.ask(BusAddress.LOOKUP, question, bearer));
    }

    /** Customers may no longer have the token's key: the fallback renews the token. */
    private Future<Optional<Customer>> read(Recipient recipient, BusReply answer) {
        return answer.status() == UNAUTHORIZED
                ? fallback.find(recipient)
                : HttpRecipients.read(recipient, answer.status(), answer::body);
    }
}
