package io.loomi.customers.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.ExternalIdentity;
import io.loomi.common.auth.RevocationCheck;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.NewIdentity;
import io.loomi.customers.entities.PersonName;
import io.loomi.customers.entities.UserStatus;
import io.loomi.customers.repositories.IdentityRepository;
import io.loomi.customers.repositories.RevocationRepository;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether a caller with a valid token still has access: a customer while their session is live, a service always, and a
 * customer of an external issuer while they are active here. Registers a customer of an external issuer at their first request.
 */
public final class DatabaseRevocationCheck implements RevocationCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseRevocationCheck.class);
    private static final PersonName UNNAMED = new PersonName("Customer");

    private final SessionService sessions;
    private final IdentityRepository identities;
    private final RevocationRepository revocations;
    private final Clock clock;

    public DatabaseRevocationCheck(
            SessionService sessions, IdentityRepository identities, RevocationRepository revocations, Clock clock) {
        this.sessions = sessions;
        this.identities = identities;
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public Future<Boolean> isRevoked(Caller caller) {
        if (caller.external().isPresent()) {
            return isExternalRevoked(caller, caller.external().get());
        }
        return caller.sessionId()
                .map(session -> sessions.isLive(session, caller.userId()).map(live -> !live))
                .orElseGet(() -> Future.succeededFuture(false));
    }

    private Future<Boolean> isExternalRevoked(Caller caller, ExternalIdentity external) {
        return identities
                .status(caller.userId())
                .compose(known -> known.isPresent()
                        ? revocations.isRevoked(caller.userId(), caller.issuedAt())
                        : add(caller, external).map(status -> status != UserStatus.ACTIVE));
    }

    private Future<UserStatus> add(Caller caller, ExternalIdentity external) {
        NewIdentity identity = new NewIdentity(
                caller.userId(),
                external.issuer(),
                external.subject(),
                external.name()
                        .flatMap(text -> parse(text, PersonName::parseNew))
                        .orElse(UNNAMED),
                external.email().flatMap(text -> parse(text, EmailAddress::parseNew)));
        return identities
                .add(identity, clock.instant())
                .onSuccess(_ ->
                        LOG.atInfo().addKeyValue("userId", identity.userId()).log("Customer of external issuer added"));
    }

    /** Parses a claim; empty when the issuer's value does not follow the rules of this bank. */
    private static <T> Optional<T> parse(String text, Function<String, T> value) {
        try {
            return Optional.of(value.apply(text));
        } catch (IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }
}
