package io.loomi.common.auth;

import io.vertx.core.Future;
import java.util.List;

/** The public keys that verify the tokens of one issuer. */
@FunctionalInterface
public interface VerificationKeys {

    /**
     * The keys known now.
     *
     * @param wanted the {@code kid} of the token; an implementation may reload its keys if this one is unknown
     */
    Future<List<VerificationKey>> find(String wanted);
}
