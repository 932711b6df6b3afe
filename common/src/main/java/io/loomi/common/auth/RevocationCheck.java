package io.loomi.common.auth;

import io.vertx.core.Future;

/**
 * Checks whether an unexpired token was revoked, because its session has ended or its customer may no longer use the
 * bank.
 */
@FunctionalInterface
public interface RevocationCheck {

    /** Treats no token as revoked. */
    RevocationCheck NONE = _ -> Future.succeededFuture(false);

    Future<Boolean> isRevoked(Caller caller);
}
