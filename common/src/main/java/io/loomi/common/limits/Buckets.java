package io.loomi.common.limits;

import io.vertx.core.Future;
import java.util.List;

/** Where the tokens are. */
interface Buckets {

    /**
     * Takes tokens: the same number from each bucket, as many as there are in all of them, and none from any where one is
     * empty.
     *
     * @param wanted how many at most
     * @return what came of it, in the order of the buckets
     */
    Future<List<TokenGrant>> grant(List<Bucket> buckets, int wanted);
}
