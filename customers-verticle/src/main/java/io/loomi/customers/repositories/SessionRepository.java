package io.loomi.customers.repositories;

import io.loomi.common.revocations.Revocation;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.Credentials;
import io.loomi.customers.entities.LiveSession;
import io.loomi.customers.entities.Origin;
import io.loomi.customers.entities.RefreshToken;
import io.loomi.customers.entities.Session;
import io.loomi.customers.entities.SessionEndReason;
import io.loomi.customers.entities.TokenFamily;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where sessions are kept while they live. Each that is opened or ended is in the audit, as an act of whoever does it. */
public interface SessionRepository {

    /**
     * Adds the session if the person is active and their password and roles are still those of the credentials; empty
     * otherwise. Ends their oldest sessions beyond {@link Session#MOST}: the answer says so.
     */
    Future<Optional<List<Revocation>>> open(Session session, Credentials proven, TokenFamily family, AuditContext act);

    /** Whether it is a session of this person that lives, and they are active. */
    Future<Boolean> isLive(UUID id, UUID userId, Instant now);

    /** Empty when the session has ended, or its person is not active. */
    Future<Optional<LiveSession>> find(UUID id, Instant now);

    /**
     * Makes the family the present one if the shown token is still the one before it; false otherwise. Of many who try at
     * once, one succeeds.
     */
    Future<Boolean> rotate(RefreshToken shown, TokenFamily family, Origin origin);

    /** The person's living sessions, newest first. */
    Future<List<Session>> list(UUID userId, Instant now);

    /** Removes so many of the sessions that have expired, the oldest first; answers how many. */
    Future<Integer> endExpired(Instant now, int most, AuditContext act);

    /** Empty when the person has no such session. */
    Future<Optional<List<Revocation>>> end(UUID userId, UUID id, SessionEndReason reason, AuditContext act);
}
