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

/** The live sessions. The audit records each opening and end with its audit context. */
public interface SessionRepository {

    /**
     * Adds the session if the customer is active and their password and roles are still those of the credentials; empty otherwise.
     * Ends their oldest sessions above {@link Session#MAX_PER_CUSTOMER} and returns the revocations.
     */
    Future<Optional<List<Revocation>>> open(
            Session session, Credentials verified, TokenFamily family, AuditContext context);

    /** Whether this is a live session of the customer, and the customer is active. */
    Future<Boolean> isLive(UUID id, UUID userId, Instant now);

    /** Returns the session; empty when it has ended or its customer is not active. */
    Future<Optional<LiveSession>> find(UUID id, Instant now);

    /**
     * Replaces the token family if the presented token is still the current one; false otherwise. Only one of several
     * concurrent calls succeeds.
     */
    Future<Boolean> rotate(RefreshToken presented, TokenFamily family, Origin origin);

    /** Returns the customer's live sessions, newest first. */
    Future<List<Session>> list(UUID userId, Instant now);

    /** Removes at most {@code limit} expired sessions, oldest first, and returns their number. */
    Future<Integer> endExpired(Instant now, int limit, AuditContext context);

    /** Ends a session and returns its revocations; empty when the customer has no such session. */
    Future<Optional<List<Revocation>>> end(UUID userId, UUID id, SessionEndReason reason, AuditContext context);
}
