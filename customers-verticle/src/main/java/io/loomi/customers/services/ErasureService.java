package io.loomi.customers.services;

import io.loomi.customers.entities.Erasure;
import io.loomi.customers.repositories.ErasureRepository;
import io.vertx.core.Future;
import java.util.List;

/** Other services learn whom to forget. */
public final class ErasureService {

    private final ErasureRepository erasures;

    public ErasureService(ErasureRepository erasures) {
        this.erasures = erasures;
    }

    /** In the order in which people were erased; fewer than the limit when there are no more. */
    public Future<List<Erasure>> after(long position, int limit) {
        return erasures.after(position, limit);
    }
}
