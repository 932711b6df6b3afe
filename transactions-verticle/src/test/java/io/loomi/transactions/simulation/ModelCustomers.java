package io.loomi.transactions.simulation;

import io.loomi.transactions.clients.Recipients;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A model of customers, which also gives the correct outcome of each deferred transaction. */
final class ModelCustomers implements Recipients {

    private static final int CUSTOMERS = 6;

    /** The first ones are external: customers may not know them yet. */
    private static final int EXTERNAL = 2;

    private final FaultInjector faults;
    private final List<UUID> all = new ArrayList<>();
    private final Map<UUID, CustomerStatus> known = new HashMap<>();

    ModelCustomers(RandomGenerator random, FaultInjector faults) {
        this.faults = faults;
        CustomerStatus[] statuses = {
            CustomerStatus.ACTIVE, CustomerStatus.ACTIVE, CustomerStatus.SUSPENDED, CustomerStatus.DELETED
        };
        for (int i = 0; i < CUSTOMERS; i++) {
            UUID customer = new UUID(random.nextLong(), random.nextLong());
            all.add(customer);
            int status = random.nextInt(statuses.length + 1);
            if (status < statuses.length) { // otherwise the customer does not exist
                known.put(customer, statuses[status]);
            }
        }
    }

    UUID one(RandomGenerator random) {
        return all.get(random.nextInt(CUSTOMERS));
    }

    /** A customer whose status does not change during the simulation. */
    UUID recipient(RandomGenerator random) {
        return all.get(random.nextInt(EXTERNAL, CUSTOMERS));
    }

    boolean isExternal(UUID customer) {
        return all.indexOf(customer) < EXTERNAL;
    }

    /** Registers all external customers. */
    void registerEverybody() {
        all.subList(0, EXTERNAL).forEach(customer -> known.putIfAbsent(customer, CustomerStatus.ACTIVE));
    }

    @Override
    public Future<Optional<Customer>> find(Recipient recipient) {
        UUID customer = ((Recipient.ById) recipient).id();
        return faults.call(
                () -> Optional.ofNullable(known.get(customer)).map(status -> new Customer(customer, status)));
    }

    /** "completed", or the reason of the failure. */
    String outcomeOf(DeferredTransaction deferred) {
        if (known.get(deferred.userId()) != CustomerStatus.ACTIVE) {
            return "customer-not-active";
        }
        return deferred.recipient()
                .map(recipient -> outcomeOf(deferred.userId(), ((Recipient.ById) recipient).id()))
                .orElse(ModelDeferredTransactions.COMPLETED);
    }

    private String outcomeOf(UUID sender, UUID recipient) {
        CustomerStatus status = known.getOrDefault(recipient, CustomerStatus.DELETED);
        if (status == CustomerStatus.DELETED) {
            return "unknown-recipient";
        }
        if (recipient.equals(sender)) {
            return "transfer-to-oneself";
        }
        return status == CustomerStatus.ACTIVE ? ModelDeferredTransactions.COMPLETED : "recipient-not-active";
    }

    boolean isUnknown(DeferredTransaction deferred) {
        return deferred.external() && !known.containsKey(deferred.userId());
    }
}
