package io.loomi.common.limits;

import io.vertx.core.Future;
import java.util.List;

/** Stores token buckets. */
interface Buckets {

    /**
     * Takes the same number of tokens from each bucket, limited by the emptiest one. Takes none from any bucket if one
     * is empty.
     *
     * @param wanted the maximum number
     * @return a grant for each bucket, in their order
     */
    Future<List<TokenGrant>> grant(List<Bucket> buckets, int wanted);
}
