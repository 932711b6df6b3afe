package io.loomi.customers.services;

import io.loomi.common.errors.Failure;
import io.loomi.customers.entities.Credentials;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Password;
import io.loomi.customers.entities.User;
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
    private final TokenIssuer tokens;

    public LoginService(UserRepository users, PasswordHasher hasher, TokenIssuer tokens) {
        this.users = users;
        this.hasher = hasher;
        this.tokens = tokens;
    }

    /** An access token; fails with Unauthenticated or, for a suspended person, Forbidden. */
    public Future<String> login(EmailAddress email, Password password) {
        return users.findCredentials(email)
                .compose(found -> prove(found, password))
                .map(tokens::issue);
    }

    private Future<User> prove(Optional<Credentials> found, Password password) {
        Future<Boolean> proven = found.map(credentials -> hasher.verify(password, credentials.passwordHash()))
                .orElseGet(() -> hasher.verifyNobody(password));
        return proven.compose(isRight -> isRight ? admit(found.orElseThrow().user()) : refuse());
    }

    private static Future<User> admit(User user) {
        if (!user.isActive()) {
            return Future.failedFuture(
                    new Failure.Forbidden("user-suspended", "This person is suspended: ask the bank."));
        }
        LOG.atInfo().addKeyValue("userId", user.id()).log("Signed in");
        return Future.succeededFuture(user);
    }

    private static Future<User> refuse() {
        LOG.atInfo().log("Sign-in refused");
        return Future.failedFuture(
                new Failure.Unauthenticated("wrong-credentials", "The e-mail address or the password is wrong."));
    }
}
