package io.loomi.common.auth;

import io.loomi.common.parsing.MalformedJson;
import io.loomi.common.parsing.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON Web Token as it was sent. Do not trust its content before its signature is verified. Only {@code alg}, {@code
 * kid}, {@code typ} and {@code crit} of the header are used. Keys and addresses of keys ({@code jwk}, {@code jku},
 * {@code x5u}, {@code x5c}) are ignored.
 */
final class SignedToken {

    /** In bytes. Many times the length of a customer's token, and the maximum length of all headers of a request. */
    private static final int MAX_LENGTH = 8192;

    private static final int MAX_KEY_ID_LENGTH = 256;

    private final JsonObject header;
    private final JsonObject claims;

    private final int signatureBytes;

    private SignedToken(JsonObject header, JsonObject claims, int signatureBytes) {
        this.header = header;
        this.claims = claims;
        this.signatureBytes = signatureBytes;
    }

    static boolean isTooLong(String text) {
        return text.length() > MAX_LENGTH;
    }

    /**
     * Parses a token. Empty unless the text has three parts of strict base64url, which contain strict JSON, and a valid
     * header.
     */
    static Optional<SignedToken> read(String text) {
        String[] parts = text.split("\\.", -1);
        if (isTooLong(text) || parts.length != 3) {
            return Optional.empty();
        }
        try {
            SignedToken token =
                    new SignedToken(json(decode(parts[0])), json(decode(parts[1])), decode(parts[2]).length);
            return token.isReadable() ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException | MalformedJson notAToken) {
            return Optional.empty();
        }
    }

    private static byte[] decode(String part) {
        byte[] content = Base64.getUrlDecoder().decode(part);
        // accepts only one encoding of a content: no padding, no unused bits
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(content).equals(part)) {
            throw new IllegalArgumentException("not base64url");
        }
        return content;
    }

    private static JsonObject json(byte[] content) {
        return StrictJson.object(StrictJson.read(Buffer.buffer(content)))
                .orElseThrow(() -> new IllegalArgumentException("no object"));
    }

    /** {@code crit} names extensions that must be understood; none is supported here (RFC 7515, 4.1.11). */
    private boolean isReadable() {
        return header.getValue("alg") instanceof String
                && header.getValue("kid") instanceof String id
                && id.length() <= MAX_KEY_ID_LENGTH
                && !header.containsKey("crit");
    }

    String keyId() {
        return header.getString("kid");
    }

    /** Whether the {@code typ} of the header is one of these. */
    boolean isOfType(Set<String> types) {
        return header.getValue("typ") instanceof String type && types.contains(type);
    }

    boolean hasNoType() {
        return !header.containsKey("typ");
    }

    JsonObject claims() {
        return claims;
    }

    /**
     * Whether the token names this key, its algorithm, and has a signature of JOSE's length: vertx-auth-jwt would
     * accept DER too.
     */
    boolean names(VerificationKey key) {
        return key.id().equals(keyId())
                && key.algorithm().text().equals(header.getString("alg"))
                && key.signatureBytes() == signatureBytes;
    }
}
