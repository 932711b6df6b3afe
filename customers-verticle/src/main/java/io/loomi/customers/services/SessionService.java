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

/** Sessions: opened by signing in, kept up by refresh tokens, ended by their person or by what happens to them. */
public final class SessionService {

    private static final Logger LOG = LoggerFactory.getLogger(SessionService.class);

    /** For how long the token before the present one gets the present one again: two tabs refresh at once. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final SessionRepository sessions;
    private final RefreshTokens refreshTokens;
    private final TokenIssuer accessTokens;
    private final RevocationPublisher announcer;
    private final Clock clock;

    public SessionService(
            SessionRepository sessions,
            RefreshTokens refreshTokens,
            TokenIssuer accessTokens,
            RevocationPublisher announcer,
            Clock clock) {
        this.sessions = sessions;
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.announcer = announcer;
        this.clock = clock;
    }

    Future<Boolean> isLive(UUID sessionId, UUID userId) {
        return sessions.isLive(sessionId, userId, clock.instant());
    }

    /** Tokens of a new session; empty when the person is suspended, gone, or has another password by now. */
    Future<Optional<SessionTokens>> open(Credentials proven, AuditContext act) {
        Instant now = clock.instant();
        Session session = Session.opened(Ids.next(clock), proven.user().id(), now, act.origin());
        String secret = refreshTokens.newSecret();
        RefreshToken first = refreshTokens.derive(session.id(), secret, 1);
        return sessions.open(session, proven, RefreshTokens.family(secret, first, now), act)
                .compose(ended -> ended.map(ids -> announcer
                                .announce(ids)
                                .map(_ -> Optional.of(
                                        new SessionTokens(accessTokens.issue(proven.user(), session.id()), first))))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    /**
     * The next tokens of the session; fails with Unauthenticated. A token that was rotated before ends its session: either
     * its holder or somebody else has it from a thief. Only within {@link #GRACE}, the last rotated one gets the very same
     * successor again.
     */
    public Future<SessionTokens> refresh(String text, AuditContext act) {
        return RefreshToken.read(text)
                .map(shown -> refresh(shown, act))
                .orElseGet(() -> Future.failedFuture(refused()));
    }

    private Future<SessionTokens> refresh(RefreshToken shown, AuditContext act) {
        return sessions.find(shown.sessionId(), clock.instant()).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(refused());
            }
            LiveSession session = found.get();
            if (RefreshTokens.isPresent(shown, session.family())) {
                return rotate(session, shown, act);
            }
            return RefreshTokens.wasPresent(shown, session.family())
                    ? repeat(session, shown, act)
                    : Future.failedFuture(refused());
        });
    }

    private Future<SessionTokens> rotate(LiveSession session, RefreshToken shown, AuditContext act) {
        String secret = session.family().secret();
        RefreshToken next = refreshTokens.derive(session.id(), secret, shown.generation() + 1);
        TokenFamily rotated = RefreshTokens.family(secret, next, clock.instant());
        return sessions.rotate(shown, rotated, act.origin())
                .compose(isFirst -> isFirst
                        ? Future.succeededFuture(tokens(session, next))
                        : refresh(shown, act)); // somebody was faster, and this token is an earlier one now
    }

    private Future<SessionTokens> repeat(LiveSession session, RefreshToken shown, AuditContext act) {
        TokenFamily family = session.family();
        boolean isLast = shown.generation() == family.generation() - 1;
        if (!isLast || clock.instant().isAfter(family.rotatedAt().plus(GRACE))) {
            return revoke(session, act);
        }
        return refreshTokens
                .present(shown, family)
                .map(next -> Future.succeededFuture(tokens(session, next)))
                .orElseGet(() -> Future.failedFuture(refused()));
    }

    private Future<SessionTokens> revoke(LiveSession session, AuditContext act) {
        LOG.atWarn()
                .addKeyValue("userId", session.user().id())
                .addKeyValue("sessionId", session.id())
                .log("Session ended: a refresh token was used again");
        return end(session.user().id(), session.id(), SessionEndReason.TOKEN_REUSED, act)
                .compose(_ -> Future.failedFuture(refused()));
    }

    private SessionTokens tokens(LiveSession session, RefreshToken next) {
        return new SessionTokens(accessTokens.issue(session.user(), session.id()), next);
    }

    /** The person's sessions, newest first; {@link Session#MOST} at most. */
    public Future<List<Session>> list(UUID userId) {
        return sessions.list(userId, clock.instant());
    }

    /** Ends one of the person's sessions; fails with NotFound. */
    public Future<Void> endOwn(UUID userId, UUID id, AuditContext act) {
        return end(userId, id, SessionEndReason.CHOSEN, act)
                .compose(ended -> ended
                        ? Future.succeededFuture()
                        : Future.failedFuture(new Failure.NotFound("You have no such session.")));
    }

    /** Ends the session that somebody signs out of; false when it has ended before. */
    public Future<Boolean> signOut(UUID userId, UUID id, AuditContext act) {
        return end(userId, id, SessionEndReason.SIGNED_OUT, act);
    }

    private Future<Boolean> end(UUID userId, UUID id, SessionEndReason reason, AuditContext act) {
        return sessions.end(userId, id, reason, act)
                .compose(ended -> ended.map(
                                revoked -> announcer.announce(revoked).map(true))
                        .orElseGet(() -> Future.succeededFuture(false)));
    }

    private static Failure refused() {
        return new Failure.Unauthenticated(
                "invalid-refresh-token", "The refresh token is not valid, or its session has ended: sign in again.");
    }
}
