package io.loomi.customers.repositories;

import io.loomi.customers.entities.Identity;
import io.loomi.customers.entities.NewIdentity;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** People who sign in at another issuer. */
public interface IdentityRepository {

    /** Where the person signs in, but for here. */
    Future<List<Identity>> of(UUID userId);

    /** Whether the person may use the bank, also once they are deleted; empty before their first sight. */
    Future<Optional<UserStatus>> status(UUID userId);

    /**
     * Adds the person unless they are there, as often as it is asked; an address that somebody else has stays theirs, and the
     * person gets a placeholder. Answers their status.
     */
    Future<UserStatus> add(NewIdentity identity, Instant now);
}
