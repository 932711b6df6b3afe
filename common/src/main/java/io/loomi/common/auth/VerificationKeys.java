package io.loomi.common.auth;

import io.vertx.core.Future;
import java.util.List;

/** The public keys that verify the tokens of one issuer. */
@FunctionalInterface
public interface VerificationKeys {

    /**
     * The keys known now.
     *
     * @param wanted the {@code kid} of the token; an implementation may read the keys again if it does not know this
     *     one
     */
    Future<List<VerificationKey>> find(String wanted);
}
