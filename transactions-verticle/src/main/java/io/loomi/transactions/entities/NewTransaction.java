package io.loomi.transactions.entities;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/**
 * A transaction that is asked for.
 *
 * @param userId whose account it moves
 * @param key tells a repeated request, empty when the caller does not care
 */
public record NewTransaction(
        UUID userId, TransactionType type, Money amount, Optional<String> description, Optional<IdempotencyKey> key) {

    private static final int LONGEST_DESCRIPTION = 500;

    public NewTransaction {
        if (description
                .filter(text -> text.codePointCount(0, text.length()) > LONGEST_DESCRIPTION)
                .isPresent()) {
            throw new IllegalArgumentException("must be 500 characters at most");
        }
    }

    /** The SHA-256 of everything that is asked for: two requests with one key must agree in it. */
    public byte[] hash() {
        String canonical = type.text() + '\n' + amount.value().toPlainString() + '\n' + description.orElse("\0");
        try {
            return MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
