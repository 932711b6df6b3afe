package io.loomi.customers.services;

import io.loomi.customers.entities.Erasure;
import io.loomi.customers.repositories.ErasureRepository;
import io.vertx.core.Future;
import java.util.List;

/** Lists erasures for services that must remove the data of the same customers. */
public final class ErasureService {

    private final ErasureRepository erasures;

    public ErasureService(ErasureRepository erasures) {
        this.erasures = erasures;
    }

    /** Returns the erasures after the position, in commit order; fewer than the limit when there are no more. */
    public Future<List<Erasure>> after(long position, int limit) {
        return erasures.after(position, limit);
    }
}
