package io.loomi.customers.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.ExternalIdentity;
import io.loomi.common.auth.RolePermissions;
import io.loomi.common.auth.SessionCheck;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.NewIdentity;
import io.loomi.customers.entities.PersonName;
import io.loomi.customers.entities.UserStatus;
import io.loomi.customers.repositories.IdentityRepository;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is let in with a token that is good by itself: people whose session lives, services, and people who sign in elsewhere
 * while they are active here. The last become people of this bank when they are first seen.
 */
public final class Admission implements SessionCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final PersonName UNNAMED = new PersonName("Customer");

    private final SessionService sessions;
    private final IdentityRepository identities;
    private final Clock clock;

    public Admission(SessionService sessions, IdentityRepository identities, Clock clock) {
        this.sessions = sessions;
        this.identities = identities;
        this.clock = clock;
    }

    @Override
    public Future<Boolean> isLive(Caller caller) {
        if (caller.external().isPresent()) {
            return isActive(caller, caller.external().get());
        }
        return caller.sessionId().map(sessions::isLive).orElseGet(() -> Future.succeededFuture(true));
    }

    private Future<Boolean> isActive(Caller caller, ExternalIdentity identity) {
        UUID id = caller.userId();
        return identities
                .status(id)
                .compose(known -> known.map(Future::succeededFuture).orElseGet(() -> add(caller, identity)))
                .map(status -> status == UserStatus.ACTIVE);
    }

    private Future<UserStatus> add(Caller caller, ExternalIdentity identity) {
        NewIdentity first = new NewIdentity(
                caller.userId(),
                identity.issuer(),
                identity.subject(),
                identity.name().flatMap(text -> valid(text, PersonName::new)).orElse(UNNAMED),
                identity.email().flatMap(text -> valid(text, EmailAddress::new)),
                caller.roles().contains(RolePermissions.ADMIN));
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
