package io.loomi.transactions.clients;

import io.loomi.common.bus.BusAddress;
import io.loomi.common.bus.BusClient;
import io.loomi.common.bus.BusReply;
import io.loomi.common.bus.NoReply;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Asks customers over the event bus, as the service, and another way when nobody answers there. */
public final class BusRecipients implements Recipients {

    private static final int UNAUTHORIZED = 401;

    private final BusClient bus;
    private final ServiceToken token;
    private final Recipients otherwise;

    BusRecipients(BusClient bus, ServiceToken token, Recipients otherwise) {
        this.bus = bus;
        this.token = token;
        this.otherwise = otherwise;
    }

    /** The other way alone where there is no cluster. */
    public static Recipients before(Recipients otherwise, Optional<BusClient> bus, ServiceToken token) {
        return bus.<Recipients>map(known -> new BusRecipients(known, token, otherwise))
                .orElse(otherwise);
    }

    @Override
    public Future<Optional<Customer>> find(Recipient recipient) {
        return ask(recipient).transform((answer, failure) -> switch (failure) {
            case null -> read(recipient, answer);
            case NoReply _ -> otherwise.find(recipient);
            default -> Future.failedFuture(failure);
        });
    }

    private Future<BusReply> ask(Recipient recipient) {
        JsonObject question =
                new JsonObject().put(HttpRecipients.parameter(recipient), HttpRecipients.value(recipient));
        return token.current().compose(bearer -> bus.ask(BusAddress.LOOKUP, question, bearer));
    }

    /** Customers may have forgotten the token's key: the other way asks for a new one. */
    private Future<Optional<Customer>> read(Recipient recipient, BusReply answer) {
        return answer.status() == UNAUTHORIZED
                ? otherwise.find(recipient)
                : HttpRecipients.read(recipient, answer.status(), answer::body);
    }
}
