package io.loomi.common.auth;

import io.vertx.core.Future;
import java.util.List;

/** The public keys that tokens of one issuer are verified with. */
@FunctionalInterface
public interface VerificationKeys {

    /**
     * The keys known now.
     *
     * @param wanted the {@code kid} of the token at hand; an implementation that reads keys from elsewhere may look again
     *     when it does not know it
     */
    Future<List<VerificationKey>> find(String wanted);
}
