package io.loomi.customers.entities;

import java.util.Optional;
import java.util.UUID;

/**
 * A customer of an external issuer, at their first request.
 *
 * @param userId derived from issuer and subject
 * @param email an address that the issuer has verified
 */
public record NewIdentity(UUID userId, String issuer, String subject, PersonName name, Optional<EmailAddress> email) {

    public NewIdentity {
        if (issuer.isBlank() || subject.isBlank()) {
            throw new IllegalArgumentException("an identity has an issuer and a subject");
        }
    }
}
