package io.loomi.customers.services;

import io.loomi.common.errors.Failure;
import io.loomi.customers.entities.Credentials;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Origin;
import io.loomi.customers.entities.Password;
import io.loomi.customers.entities.SessionTokens;
import io.loomi.customers.repositories.UserRepository;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in. An unknown person and a wrong password are the same answer after the same time. */
public final class LoginService {

    private static final Logger LOG = LoggerFactory.getLogger(LoginService.class);

    private final UserRepository users;
    private final PasswordHasher hasher;
    private final SessionService sessions;

    public LoginService(UserRepository users, PasswordHasher hasher, SessionService sessions) {
        this.users = users;
        this.hasher = hasher;
        this.sessions = sessions;
    }

    /** The tokens of a new session; fails with Unauthenticated or, for a suspended person, Forbidden. */
    public Future<SessionTokens> login(EmailAddress email, Password password, Origin origin) {
        return users.findCredentials(email)
                .compose(found -> prove(found, password))
                .compose(proven -> open(proven, origin));
    }

    private Future<Credentials> prove(Optional<Credentials> found, Password password) {
        Future<Boolean> proven = found.map(credentials -> hasher.verify(password, credentials.passwordHash()))
                .orElseGet(() -> hasher.verifyNobody(password));
        return proven.compose(isRight -> isRight ? admit(found.orElseThrow()) : refuse());
    }

    private static Future<Credentials> admit(Credentials proven) {
        return proven.user().isActive()
                ? Future.succeededFuture(proven)
                : Future.failedFuture(
                        new Failure.Forbidden("user-suspended", "This person is suspended: ask the bank."));
    }

    private Future<SessionTokens> open(Credentials proven, Origin origin) {
        return sessions.open(proven, origin)
                .compose(opened -> opened.map(Future::succeededFuture).orElseGet(LoginService::refuse))
                .onSuccess(_ ->
                        LOG.atInfo().addKeyValue("userId", proven.user().id()).log("Signed in"));
    }

    private static <T> Future<T> refuse() {
        LOG.atInfo().log("Sign-in refused");
        return Future.failedFuture(
                new Failure.Unauthenticated("wrong-credentials", "The e-mail address or the password is wrong."));
    }
}
