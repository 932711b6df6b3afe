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

/**
 * Signs customers in. An unknown address and a wrong password get the same answer, take equally long, and are both
 * audited.
 */
public final class LoginService {

    private static final Logger LOG = LoggerFactory.getLogger(LoginService.class);

    private final UserRepository users;
    private final PasswordHasher hasher;
    private final SessionService sessions;
    private final SignInFailureAudit failures;

    public LoginService(
            UserRepository users, PasswordHasher hasher, SessionService sessions, SignInFailureAudit failures) {
        this.users = users;
        this.hasher = hasher;
        this.sessions = sessions;
        this.failures = failures;
    }

    /** Opens a session. Fails with Unauthenticated or, for a suspended customer, Forbidden. */
    public Future<SessionTokens> login(EmailAddress email, Password password, AuditContext context) {
        return users.findCredentials(email)
                .compose(found -> verify(found, password, context))
                .compose(verified -> open(verified, context));
    }

    private Future<Credentials> verify(Optional<Credentials> found, Password password, AuditContext context) {
        Future<Boolean> matches = found.map(credentials -> hasher.verify(password, credentials.passwordHash()))
                .orElseGet(() -> hasher.verifyDecoy(password));
        return matches.compose(
                isMatch -> isMatch ? requireActive(found.orElseThrow(), context) : refuse(found, context));
    }

    private Future<Credentials> requireActive(Credentials verified, AuditContext context) {
        return verified.user().isActive()
                ? Future.succeededFuture(verified)
                : failures.addSignIn(Optional.of(verified.user().id()), SignInFailureAudit.Reason.SUSPENDED, context)
                        .compose(_ -> Future.failedFuture(new Failure.Forbidden(
                                "user-suspended", "This customer is suspended: contact the bank.")));
    }

    private Future<SessionTokens> open(Credentials verified, AuditContext context) {
        return sessions.open(verified, context.withActor(verified.user().id().toString()))
                .compose(opened ->
                        opened.map(Future::succeededFuture).orElseGet(() -> refuse(Optional.of(verified), context)))
                .onSuccess(_ ->
                        LOG.atInfo().addKeyValue("userId", verified.user().id()).log("Signed in"));
    }

    private <T> Future<T> refuse(Optional<Credentials> found, AuditContext context) {
        LOG.atInfo().log("Sign-in refused");
        return failures.addSignIn(
                        found.map(credentials -> credentials.user().id()),
                        SignInFailureAudit.Reason.WRONG_CREDENTIALS,
                        context)
                .compose(_ -> Future.failedFuture(new Failure.Unauthenticated(
                        "wrong-credentials", "The e-mail address or the password is wrong.")));
    }
}
