package io.loomi.customers.services;

import io.loomi.common.errors.Failure;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.Credentials;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Password;
import io.loomi.customers.entities.SessionTokens;
import io.loomi.customers.repositories.UserRepository;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in. An unknown person and a wrong password are the same answer after the same work, the audit included. */
public final class LoginService {

    private static final Logger LOG = LoggerFactory.getLogger(LoginService.class);

    private final UserRepository users;
    private final PasswordHasher hasher;
    private final SessionService sessions;
    private final SignInFailureAudit refusals;

    public LoginService(
            UserRepository users, PasswordHasher hasher, SessionService sessions, SignInFailureAudit refusals) {
        this.users = users;
        this.hasher = hasher;
        this.sessions = sessions;
        this.refusals = refusals;
    }

    /** The tokens of a new session; fails with Unauthenticated or, for a suspended person, Forbidden. */
    public Future<SessionTokens> login(EmailAddress email, Password password, AuditContext act) {
        return users.findCredentials(email)
                .compose(found -> prove(found, password, act))
                .compose(proven -> open(proven, act));
    }

    private Future<Credentials> prove(Optional<Credentials> found, Password password, AuditContext act) {
        Future<Boolean> proven = found.map(credentials -> hasher.verify(password, credentials.passwordHash()))
                .orElseGet(() -> hasher.verifyNobody(password));
        return proven.compose(isRight -> isRight ? admit(found.orElseThrow(), act) : refuse(found, act));
    }

    private Future<Credentials> admit(Credentials proven, AuditContext act) {
        return proven.user().isActive()
                ? Future.succeededFuture(proven)
                : refusals.signIn(Optional.of(proven.user().id()), SignInFailureAudit.Reason.SUSPENDED, act)
                        .compose(_ -> Future.failedFuture(
                                new Failure.Forbidden("user-suspended", "This person is suspended: ask the bank.")));
    }

    private Future<SessionTokens> open(Credentials proven, AuditContext act) {
        return sessions.open(proven, act.by(proven.user().id().toString()))
                .compose(
                        opened -> opened.map(Future::succeededFuture).orElseGet(() -> refuse(Optional.of(proven), act)))
                .onSuccess(_ ->
                        LOG.atInfo().addKeyValue("userId", proven.user().id()).log("Signed in"));
    }

    private <T> Future<T> refuse(Optional<Credentials> found, AuditContext act) {
        LOG.atInfo().log("Sign-in refused");
        return refusals.signIn(
                        found.map(credentials -> credentials.user().id()),
                        SignInFailureAudit.Reason.WRONG_CREDENTIALS,
                        act)
                .compose(_ -> Future.failedFuture(new Failure.Unauthenticated(
                        "wrong-credentials", "The e-mail address or the password is wrong.")));
    }
}
