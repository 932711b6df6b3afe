package io.loomi.common.auth;

import io.vertx.core.Future;

/** Tells whether a token that has not expired was revoked: its session has ended, or its customer was signed out. */
@FunctionalInterface
public interface RevocationCheck {

    /** Treats no token as revoked. */
    RevocationCheck NONE = _ -> Future.succeededFuture(false);

    Future<Boolean> isRevoked(Caller caller);
}
