package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.Erasure;
import io.loomi.transactions.entities.ErasureStep;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Stores the erasures and removes the texts of erased customers. */
public interface ErasureRepository {

    /** The last known position in the list of customers; 0 if none is known. */
    Future<Long> lastPosition();

    /** Adds erasures; known ones stay unchanged. */
    Future<Void> add(List<Erasure> erasures);

    /**
     * Removes the texts from the next rows of an erased customer; empty if no erasure is due.
     *
     * @param gracePeriod how long after an erasure a request of that customer may still be recorded
     * @param batch the maximum number of rows
     */
    Future<Optional<ErasureStep>> eraseNext(Duration gracePeriod, int batch);
}
