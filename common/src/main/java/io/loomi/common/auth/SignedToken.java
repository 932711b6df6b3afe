package io.loomi.common.auth;

import io.loomi.common.json.MalformedJson;
import io.loomi.common.json.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON Web Token as it was sent: nothing in it is true before its signature is verified. Of its header only {@code alg},
 * {@code kid}, {@code typ} and {@code crit} are looked at: keys or addresses of keys in it ({@code jwk}, {@code jku},
 * {@code x5u}, {@code x5c}) mean nothing here.
 */
final class SignedToken {

    /** More than a person's token has, many times over; a request with all its headers may be as long. */
    private static final int LONGEST = 8192;

    private static final int LONGEST_KEY_ID = 256;

    private final JsonObject header;
    private final JsonObject claims;

    private SignedToken(JsonObject header, JsonObject claims) {
        this.header = header;
        this.claims = claims;
    }

    static boolean isTooLong(String text) {
        return text.length() > LONGEST;
    }

    /** Empty for what is no such token: not three parts in strict base64url, not strict JSON, or with a header to refuse. */
    static Optional<SignedToken> read(String text) {
        String[] parts = text.split("\\.", -1);
        if (isTooLong(text) || parts.length != 3) {
            return Optional.empty();
        }
        try {
            SignedToken token = new SignedToken(json(decode(parts[0])), json(decode(parts[1])));
            return decode(parts[2]).length > 0 && token.isReadable() ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException | MalformedJson notAToken) {
            return Optional.empty();
        }
    }

    private static byte[] decode(String part) {
        byte[] content = Base64.getUrlDecoder().decode(part);
        // one text for one content: no padding, and no bits that the decoder does not look at
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(content).equals(part)) {
            throw new IllegalArgumentException("not base64url");
        }
        return content;
    }

    private static JsonObject json(byte[] content) {
        return StrictJson.object(StrictJson.read(Buffer.buffer(content)))
                .orElseThrow(() -> new IllegalArgumentException("no object"));
    }

    /** A {@code crit} names what must be understood, and nothing of the kind is understood here (RFC 7515, 4.1.11). */
    private boolean isReadable() {
        return header.getValue("alg") instanceof String
                && header.getValue("kid") instanceof String id
                && id.length() <= LONGEST_KEY_ID
                && !header.containsKey("crit");
    }

    String keyId() {
        return header.getString("kid");
    }

    /** Whether the header says that it is of one of these types. */
    boolean isOfType(Set<String> types) {
        return header.getValue("typ") instanceof String type && types.contains(type);
    }

    boolean hasNoType() {
        return !header.containsKey("typ");
    }

    JsonObject claims() {
        return claims;
    }

    /** Whether it says that it is signed with this key, and with the algorithm that the key is for. */
    boolean names(VerificationKey key) {
        return key.id().equals(keyId()) && key.algorithm().text().equals(header.getString("alg"));
    }
}
