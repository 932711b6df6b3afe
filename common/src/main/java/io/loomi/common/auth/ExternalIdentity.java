package io.loomi.common.auth;

import io.loomi.common.identity.Ids;
import java.util.Optional;
import java.util.UUID;

/**
 * A person as an external issuer knows them.
 *
 * @param subject what the issuer calls them, unique and for ever the same at that issuer
 * @param name as the issuer writes it
 * @param email only where the issuer says that it is verified
 */
public record ExternalIdentity(String issuer, String subject, Optional<String> name, Optional<String> email) {

    /** The person's id at this bank: it follows from issuer and subject, so that every service knows it without asking. */
    public UUID userId() {
        // an issuer is a URL, which has no line break: two pairs never make the same text
        return Ids.ofName("external:" + issuer + "\n" + subject);
    }

    @Override
    public String toString() {
        return "ExternalIdentity[" + userId() + "]";
    }
}
