package io.loomi.customers.repositories;

import io.loomi.customers.entities.Identity;
import io.loomi.customers.entities.NewIdentity;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Customers who sign in at an external issuer. */
public interface IdentityRepository {

    /** Returns the customer's identities at external issuers. */
    Future<List<Identity>> listOf(UUID userId);

    /** Returns the customer's status, even if deleted; empty before their first request. */
    Future<Optional<UserStatus>> status(UUID userId);

    /**
     * Adds the customer and returns their status. Idempotent. If another customer already has the address, this
     * customer gets a placeholder.
     */
    Future<UserStatus> add(NewIdentity identity, Instant now);
}
