package io.loomi.common.auth;

import io.vertx.core.Future;

/** Knows whether what a token was issued in still lives: a session, or the person themselves where there is none. */
@FunctionalInterface
public interface SessionCheck {

    /** Takes everything for living. */
    SessionCheck NONE = _ -> Future.succeededFuture(true);

    Future<Boolean> isLive(Caller caller);
}
