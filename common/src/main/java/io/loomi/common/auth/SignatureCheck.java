package io.loomi.common.auth;

import com.github.benmanes.caffeine.cache.Cache;
import io.loomi.common.cache.LocalCache;
import io.vertx.core.Future;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;

/**
 * Checks signatures with vertx-auth-jwt. It gives the library exactly one key and the one algorithm of that key.
 * Thread-safe.
 */
final class SignatureCheck {

    /** More keys than issuers publish at a time. A key that was evicted is prepared again. */
    private static final int MAX_KEYS = 64;

    private final Cache<VerificationKey, JWTAuth> prepared =
            LocalCache.builder().maximumSize(MAX_KEYS).build();

    /** Fails when the token was not signed with the key. */
    Future<User> check(String token, VerificationKey key) {
        return prepared.get(key, SignatureCheck::prepare).authenticate(new TokenCredentials(token));
    }

    private static JWTAuth prepare(VerificationKey key) {
        JWTOptions options = new JWTOptions()
                .setAlgorithm(key.algorithm().text())
                .setIgnoreExpiration(true); // times are checked against the injected clock
        // Vert.x itself would only read a store of keys from a file.
        return JWTAuth.create(
                null,
                new JWTAuthOptions()
                        .addJwk(key.jwk().put("alg", key.algorithm().text()))
                        .setJWTOptions(options));
    }
}
