package io.loomi.customers.repositories;

import io.loomi.customers.entities.Erasure;
import io.vertx.core.Future;
import java.util.List;

/** Who has been erased, for those who must forget them too. The erasure itself writes it. */
public interface ErasureRepository {

    /** In the order of their positions, after this one: whatever is added later stands after those that are seen. */
    Future<List<Erasure>> after(long position, int limit);

    /**
     * Removes where one erased person was when they acted, as far as so many records go; false when nobody is left whose
     * origins are due. Any number of instances may do this side by side.
     */
    Future<Boolean> forgetOrigins(int most);
}
