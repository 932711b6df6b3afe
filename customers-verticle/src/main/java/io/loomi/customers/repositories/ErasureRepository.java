package io.loomi.customers.repositories;

import io.loomi.customers.entities.Erasure;
import io.vertx.core.Future;
import java.util.List;

/** The erasures, for services that must remove the data of the same customers. The erasure of a customer records them. */
public interface ErasureRepository {

    /** Returns erasures after the position, in order. Later erasures have higher positions. */
    Future<List<Erasure>> after(long position, int limit);

    /**
     * Removes address and user agent from at most {@code limit} audit records of one erased customer. Returns false
     * when no erasure is due. Any number of instances may call it concurrently.
     */
    Future<Boolean> eraseOrigins(int limit);
}
