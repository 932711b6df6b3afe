package io.loomi.common.auth;

import io.loomi.common.identity.Ids;
import java.util.Optional;
import java.util.UUID;

/**
 * A customer's identity at an external issuer.
 *
 * @param subject the issuer's id of the customer: unique at that issuer, and it never changes
 * @param name as the issuer writes it
 * @param email only if the issuer says that it is verified
 */
public record ExternalIdentity(String issuer, String subject, Optional<String> name, Optional<String> email) {

    /** The customer's id at this bank. It is derived from issuer and subject, so every service can compute it. */
    public UUID userId() {
        // an issuer is a URL and contains no line break, so two different pairs never give the same text
        return Ids.ofName("external:" + issuer + "\n" + subject);
    }

    @Override
    public String toString() {
        return "ExternalIdentity[" + userId() + "]";
    }
}
