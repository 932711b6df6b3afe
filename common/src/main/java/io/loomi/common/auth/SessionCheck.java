package io.loomi.common.auth;

import io.vertx.core.Future;
import java.util.UUID;

/** Knows whether sessions still live: an access token ends with the session that it was issued in. */
@FunctionalInterface
public interface SessionCheck {

    /** Takes every session for a living one. */
    SessionCheck NONE = _ -> Future.succeededFuture(true);

    Future<Boolean> isLive(UUID sessionId);
}
