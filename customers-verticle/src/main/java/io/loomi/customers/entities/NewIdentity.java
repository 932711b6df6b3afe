package io.loomi.customers.entities;

import java.util.Optional;
import java.util.UUID;

/**
 * A person who signs in elsewhere, at their first sight.
 *
 * @param userId follows from issuer and subject
 * @param email one that the issuer has verified
 */
public record NewIdentity(UUID userId, String issuer, String subject, PersonName name, Optional<EmailAddress> email) {

    public NewIdentity {
        if (issuer.isBlank() || subject.isBlank()) {
            throw new IllegalArgumentException("an identity has an issuer and a subject");
        }
    }
}
