package io.loomi.customers.repositories;

import io.loomi.customers.entities.Erasure;
import io.vertx.core.Future;
import java.util.List;

/** Who has been erased, for those who must forget them too. The erasure itself writes it. */
public interface ErasureRepository {

    /** In the order of their positions, after this one: whatever is added later stands after those that are seen. */
    Future<List<Erasure>> after(long position, int limit);
}
