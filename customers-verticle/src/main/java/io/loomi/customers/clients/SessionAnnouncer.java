package io.loomi.customers.clients;

import io.loomi.common.cache.EndedSessions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;

/** Tells everybody who verifies access tokens that sessions have ended. */
public final class SessionAnnouncer {

    private final EndedSessions sessions;
    private final Duration tokenLife;

    /** @param tokenLife for how long an access token can be shown after it was issued */
    public SessionAnnouncer(EndedSessions sessions, Duration tokenLife) {
        this.sessions = sessions;
        this.tokenLife = tokenLife;
    }

    /** Never fails: who is not told learns it from this service's database. */
    public Future<Void> announceEnd(Collection<UUID> ids) {
        return Future.join(
                        ids.stream().map(id -> sessions.announce(id, tokenLife)).toList())
                .mapEmpty();
    }
}
