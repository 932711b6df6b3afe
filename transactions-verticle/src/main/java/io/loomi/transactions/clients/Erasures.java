package io.loomi.transactions.clients;

import io.loomi.transactions.entities.Erasure;
import io.vertx.core.Future;
import java.util.List;

/** The list of people who have left, as customers keeps it. */
public interface Erasures {

    /**
     * Part of the list, in its order.
     *
     * @param more whether the list goes on
     */
    record Part(List<Erasure> erasures, boolean more) {}

    /** What stands after this position. */
    Future<Part> after(long position);
}
