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
 * Who is let in with a token that is good by itself: people whose session lives, services, and people who sign in elsewhere
 * while they are active here. The last become people of this bank when they are first seen.
 */
public final class Admission implements RevocationCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final PersonName UNNAMED = new PersonName("Customer");

    private final SessionService sessions;
    private final IdentityRepository identities;
    private final RevocationRepository revocations;
    private final Clock clock;

    public Admission(
            SessionService sessions, IdentityRepository identities, RevocationRepository revocations, Clock clock) {
        this.sessions = sessions;
        this.identities = identities;
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public Future<Boolean> isRevoked(Caller caller) {
        if (caller.external().isPresent()) {
            return isPutOut(caller, caller.external().get());
        }
        return caller.sessionId()
                .map(session -> sessions.isLive(session, caller.userId()).map(live -> !live))
                .orElseGet(() -> Future.succeededFuture(false));
    }

    private Future<Boolean> isPutOut(Caller caller, ExternalIdentity identity) {
        return identities
                .status(caller.userId())
                .compose(known -> known.isPresent()
                        ? revocations.isPutOut(caller.userId(), caller.issuedAt())
                        : add(caller, identity).map(status -> status != UserStatus.ACTIVE));
    }

    private Future<UserStatus> add(Caller caller, ExternalIdentity identity) {
        NewIdentity first = new NewIdentity(
                caller.userId(),
                identity.issuer(),
                identity.subject(),
                identity.name().flatMap(text -> valid(text, PersonName::chosen)).orElse(UNNAMED),
                identity.email().flatMap(text -> valid(text, EmailAddress::chosen)));
        return identities
                .add(first, clock.instant())
                .onSuccess(
                        _ -> LOG.atInfo().addKeyValue("userId", first.userId()).log("Person of another issuer added"));
    }

    /** What the issuer calls a name or an address need not be one here. */
    private static <T> Optional<T> valid(String text, Function<String, T> value) {
        try {
            return Optional.of(value.apply(text));
        } catch (IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }
}
