package io.loomi.customers.services;

import io.loomi.common.errors.Failure;
import io.loomi.common.identity.Ids;
import io.loomi.customers.clients.RevocationPublisher;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.Credentials;
import io.loomi.customers.entities.LiveSession;
import io.loomi.customers.entities.RefreshToken;
import io.loomi.customers.entities.Session;
import io.loomi.customers.entities.SessionEndReason;
import io.loomi.customers.entities.SessionTokens;
import io.loomi.customers.entities.TokenFamily;
import io.loomi.customers.repositories.SessionRepository;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens, refreshes, lists and ends sessions. */
public final class SessionService {

    private static final Logger LOG = LoggerFactory.getLogger(SessionService.class);

    /** How long the previous token still gets the current tokens, because two tabs may refresh at the same time. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(10);

    private final SessionRepository sessions;
    private final RefreshTokens refreshTokens;
    private final TokenIssuer accessTokens;
    private final RevocationPublisher publisher;
    private final Clock clock;

    public SessionService(
            SessionRepository sessions,
            RefreshTokens refreshTokens,
            TokenIssuer accessTokens,
            RevocationPublisher publisher,
            Clock clock) {
        this.sessions = sessions;
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.publisher = publisher;
        this.clock = clock;
    }

    Future<Boolean> isLive(UUID sessionId, UUID userId) {
        return sessions.isLive(sessionId, userId, clock.instant());
    }

    /** Opens a session; empty when the customer is suspended or deleted, or has changed the password meanwhile. */
    Future<Optional<SessionTokens>> open(Credentials verified, AuditContext context) {
        Instant now = clock.instant();
        Session session = Session.opened(Ids.next(clock), verified.user().id(), now, context.origin());
        String secret = refreshTokens.newSecret();
        RefreshToken first = refreshTokens.derive(session.id(), secret, 1);
        return sessions.open(session, verified, RefreshTokens.family(secret, first, now), context)
                .compose(ended -> ended.map(ids -> publisher
                                .publish(ids)
                                .map(_ -> Optional.of(
                                        new SessionTokens(accessTokens.issue(verified.user(), session.id()), first))))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    /**
     * Issues the next tokens of the session. Fails with Unauthenticated. An earlier token ends its session, because it may be stolen;
     * but within {@link #GRACE_PERIOD}, the previous token gets the current one again.
     */
    public Future<SessionTokens> refresh(String text, AuditContext context) {
        return RefreshToken.read(text)
                .map(presented -> refresh(presented, context))
                .orElseGet(() -> Future.failedFuture(invalidToken()));
    }

    private Future<SessionTokens> refresh(RefreshToken presented, AuditContext context) {
        return sessions.find(presented.sessionId(), clock.instant()).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(invalidToken());
            }
            LiveSession session = found.get();
            if (RefreshTokens.isCurrent(presented, session.family())) {
                return rotate(session, presented, context);
            }
            return RefreshTokens.wasCurrent(presented, session.family())
                    ? repeatOrRevoke(session, presented, context)
                    : Future.failedFuture(invalidToken());
        });
    }

    private Future<SessionTokens> rotate(LiveSession session, RefreshToken presented, AuditContext context) {
        String secret = session.family().secret();
        RefreshToken next = refreshTokens.derive(session.id(), secret, presented.generation() + 1);
        TokenFamily rotated = RefreshTokens.family(secret, next, clock.instant());
        return sessions.rotate(presented, rotated, context.origin())
                .compose(isFirst -> isFirst
                        ? Future.succeededFuture(tokens(session, next))
                        : refresh(presented, context)); // a concurrent refresh has rotated the token first
    }

    private Future<SessionTokens> repeatOrRevoke(LiveSession session, RefreshToken presented, AuditContext context) {
        TokenFamily family = session.family();
        boolean isPrevious = presented.generation() == family.generation() - 1;
        if (!isPrevious || clock.instant().isAfter(family.rotatedAt().plus(GRACE_PERIOD))) {
            return revoke(session, context);
        }
        return refreshTokens
                .current(presented, family)
                .map(next -> Future.succeededFuture(tokens(session, next)))
                .orElseGet(() -> Future.failedFuture(invalidToken()));
    }

    private Future<SessionTokens> revoke(LiveSession session, AuditContext context) {
        LOG.atWarn()
                .addKeyValue("userId", session.user().id())
                .addKeyValue("sessionId", session.id())
                .log("Session ended: a refresh token was used again");
        return end(session.user().id(), session.id(), SessionEndReason.TOKEN_REUSED, context)
                .compose(_ -> Future.failedFuture(invalidToken()));
    }

    private SessionTokens tokens(LiveSession session, RefreshToken next) {
        return new SessionTokens(accessTokens.issue(session.user(), session.id()), next);
    }

    /** Returns the customer's sessions, newest first; at most {@link Session#MAX_PER_CUSTOMER}. */
    public Future<List<Session>> list(UUID userId) {
        return sessions.list(userId, clock.instant());
    }

    /** Ends one of the customer's sessions. Fails with NotFound. */
    public Future<Void> endOwn(UUID userId, UUID id, AuditContext context) {
        return end(userId, id, SessionEndReason.CHOSEN, context)
                .compose(ended -> ended
                        ? Future.succeededFuture()
                        : Future.failedFuture(new Failure.NotFound("You have no such session.")));
    }

    /** Ends the session of a sign-out; false when it had already ended. */
    public Future<Boolean> signOut(UUID userId, UUID id, AuditContext context) {
        return end(userId, id, SessionEndReason.SIGNED_OUT, context);
    }

    private Future<Boolean> end(UUID userId, UUID id, SessionEndReason reason, AuditContext context) {
        return sessions.end(userId, id, reason, context)
                .compose(
                        ended -> ended.map(revoked -> publisher.publish(revoked).map(true))
                                .orElseGet(() -> Future.succeededFuture(false)));
    }

    private static Failure invalidToken() {
        return new Failure.Unauthenticated(
                "invalid-refresh-token", "The refresh token is not valid, or its session has ended: sign in again.");
    }
}
