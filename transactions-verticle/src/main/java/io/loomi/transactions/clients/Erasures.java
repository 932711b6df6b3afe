package io.loomi.transactions.clients;

import io.loomi.transactions.entities.Erasure;
import io.vertx.core.Future;
import java.util.List;

/** Reads the list of erasures from customers. */
public interface Erasures {

    /**
     * A part of the list, in its order.
     *
     * @param more whether more erasures follow
     */
    record Part(List<Erasure> erasures, boolean more) {}

    /** The erasures after a position. */
    Future<Part> after(long position);
}
