package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.Erasure;
import io.loomi.transactions.entities.ErasureStep;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whom the ledger must forget, and the forgetting. */
public interface ErasureRepository {

    /** Up to which position the list of customers is known, 0 where nothing is. */
    Future<Long> lastPosition();

    /** Adds to what is known; what is known already stays as it is. */
    Future<Void> add(List<Erasure> erasures);

    /**
     * Removes what a person who has left wrote from the next rows of theirs; empty when nothing is due.
     *
     * @param settled how long after an erasure a request of that person may still have been recorded
     * @param batch how many rows
     */
    Future<Optional<ErasureStep>> eraseNext(Duration settled, int batch);
}
