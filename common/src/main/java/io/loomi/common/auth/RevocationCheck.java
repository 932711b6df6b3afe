package io.loomi.common.auth;

import io.vertx.core.Future;

/** Knows whether a token is good no more, though it has not expired: its session has ended, or its person was put out. */
@FunctionalInterface
public interface RevocationCheck {

    /** Takes every token for a good one. */
    RevocationCheck NONE = _ -> Future.succeededFuture(false);

    Future<Boolean> isRevoked(Caller caller);
}
