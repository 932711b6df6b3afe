package io.loomi.transactions.clients;

import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks, and when there is no answer goes by what was known of a recipient within a day. Whose an e-mail address is nobody
 * remembers here, as it may be another's by then.
 */
public final class StaleRecipients implements Recipients {

    private final Recipients source;
    private final CustomerStatusCache shared;
    private final CustomerCache memory;
    private final StaleStatus lastKnown;

    public StaleRecipients(Recipients source, CustomerStatusCache shared, CustomerCache memory) {
        this.source = source;
        this.shared = shared;
        this.memory = memory;
        this.lastKnown = new StaleStatus(shared, memory);
    }

    @Override
    public Future<Optional<Customer>> find(Recipient recipient) {
        return recipient instanceof Recipient.ById(UUID id)
                ? lastKnown
                        .askOrRecall(id, () -> ask(id, recipient))
                        .map(status -> Optional.of(new Customer(id, status)))
                : source.find(recipient);
    }

    /** That there is no such person is not remembered: anybody can make up an id. */
    private Future<CustomerStatus> ask(UUID id, Recipient recipient) {
        return memory.findPayee(
                id,
                () -> memory.remembering(id, () -> source.find(recipient).map(found -> found.map(Customer::status)))
                        .onSuccess(found -> found.ifPresent(status -> shared.remember(id, status.text())))
                        .map(found -> found.orElse(CustomerStatus.DELETED)));
    }
}
