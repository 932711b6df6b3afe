package io.loomi.customers.entities;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A refresh token, opaque to the client. It contains the id of its session, its number in the session, and a 256-bit
 * proof of both. Never logged.
 *
 * @param generation the number of the token in its session, from 1
 * @param text the token as the client sends it
 */
public record RefreshToken(UUID sessionId, int generation, String text) {

    private static final int PROOF_BYTES = 32;
    private static final int BYTES = 2 * Long.BYTES + Integer.BYTES + PROOF_BYTES;

    /** @param proof 32 bytes */
    public static RefreshToken of(UUID sessionId, int generation, byte[] proof) {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(sessionId.getMostSignificantBits())
                .putLong(sessionId.getLeastSignificantBits())
                .putInt(generation)
                .put(proof)
                .array();
        return new RefreshToken(
                sessionId, generation, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Parses a token; empty when the text has another format. Does not verify the proof. */
    public static Optional<RefreshToken> read(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length != BYTES) {
                return Optional.empty();
            }
            ByteBuffer parts = ByteBuffer.wrap(bytes);
            return Optional.of(new RefreshToken(new UUID(parts.getLong(), parts.getLong()), parts.getInt(), text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Returns the 32 bytes of the proof. */
    public byte[] proof() {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        return Arrays.copyOfRange(bytes, BYTES - PROOF_BYTES, BYTES);
    }

    @Override
    public String toString() {
        return "RefreshToken[" + sessionId + ", " + generation + "]";
    }
}
