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

/** People change their passwords. */
public final class PasswordService {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordService.class);

    private final UserRepository users;
    private final PasswordHasher hasher;
    private final RevocationPublisher announcer;
    private final SignInFailureAudit refusals;

    public PasswordService(
            UserRepository users, PasswordHasher hasher, RevocationPublisher announcer, SignInFailureAudit refusals) {
        this.refusals = refusals;
        this.users = users;
        this.hasher = hasher;
        this.announcer = announcer;
    }

    /**
     * Replaces the caller's password and ends all of their sessions but the one of the act; fails with Forbidden when the
     * current password is wrong, or they have none.
     */
    public Future<Void> change(Caller caller, Password current, Password chosen, AuditContext act) {
        if (caller.external().isPresent()) {
            return Future.failedFuture(
                    new Failure.Forbidden("no-password", "You have no password here: change it where you sign in."));
        }
        UUID userId = caller.userId();
        return users.findCredentials(userId)
                .compose(found -> found.map(Future::succeededFuture).orElseGet(PasswordService::wrong))
                .compose(credentials -> prove(credentials, current, act))
                .compose(proven ->
                        hasher.hash(chosen).compose(hash -> users.changePassword(proven, hash, act.session(), act)))
                .compose(
                        ended -> ended.map(Future::succeededFuture).orElseGet(PasswordService::<List<Revocation>>wrong))
                .compose(announcer::announce)
                .onSuccess(_ -> LOG.atInfo().addKeyValue("userId", userId).log("Password changed"));
    }

    private Future<Credentials> prove(Credentials credentials, Password current, AuditContext act) {
        return hasher.verify(current, credentials.passwordHash())
                .compose(isRight -> isRight
                        ? Future.succeededFuture(credentials)
                        : refusals.passwordChange(credentials.user().id(), act).compose(_ -> wrong()));
    }

    private static <T> Future<T> wrong() {
        return Future.failedFuture(new Failure.Forbidden("wrong-password", "The current password is wrong."));
    }
}
