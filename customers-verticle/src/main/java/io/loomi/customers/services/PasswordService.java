package io.loomi.customers.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.loomi.common.revocations.Revocation;
import io.loomi.customers.clients.RevocationPublisher;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.Credentials;
import io.loomi.customers.entities.Password;
import io.loomi.customers.repositories.UserRepository;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes a customer's password. */
public final class PasswordService {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordService.class);

    private final UserRepository users;
    private final PasswordHasher hasher;
    private final RevocationPublisher publisher;
    private final SignInFailureAudit failures;

    public PasswordService(
            UserRepository users, PasswordHasher hasher, RevocationPublisher publisher, SignInFailureAudit failures) {
        this.failures = failures;
        this.users = users;
        this.hasher = hasher;
        this.publisher = publisher;
    }

    /**
     * Replaces the caller's password and ends all of their sessions except the current one. Fails with Forbidden when the current
     * password is wrong, or the caller has none.
     */
    public Future<Void> change(Caller caller, Password current, Password newPassword, AuditContext context) {
        if (caller.external().isPresent()) {
            return Future.failedFuture(new Failure.Forbidden(
                    "password-of-other-issuer", "You have no password here: change it where you sign in."));
        }
        UUID userId = caller.userId();
        return users.findCredentials(userId)
                .compose(found -> found.map(Future::succeededFuture).orElseGet(PasswordService::wrongPassword))
                .compose(credentials -> verify(credentials, current, context))
                .compose(verified -> hasher.hash(newPassword)
                        .compose(hash -> users.changePassword(verified, hash, context.session(), context)))
                .compose(ended ->
                        ended.map(Future::succeededFuture).orElseGet(PasswordService::<List<Revocation>>wrongPassword))
                .compose(publisher::publish)
                .onSuccess(_ -> LOG.atInfo().addKeyValue("userId", userId).log("Password changed"));
    }

    private Future<Credentials> verify(Credentials credentials, Password current, AuditContext context) {
        return hasher.verify(current, credentials.passwordHash())
                .compose(isMatch -> isMatch
                        ? Future.succeededFuture(credentials)
                        : failures.addPasswordChange(credentials.user().id(), context)
                                .compose(_ -> wrongPassword()));
    }

    private static <T> Future<T> wrongPassword() {
        return Future.failedFuture(new Failure.Forbidden("wrong-password", "The current password is wrong."));
    }
}
