package io.loomi.customers.services;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id and OWASP's second recommendation: 19 MiB, two passes, one lane. A hash is text in the
 * PHC format, which includes the parameters, so hashes stay valid when the parameters change.
 *
 * <p>Reuses its memory, and clears it between hashes. New memory for each hash would cause a full, stop-the-world
 * garbage collection each time, which takes ten times as long as the hash in a heap of 128 MiB.
 *
 * <p>Thread-safe. A call blocks for tens of milliseconds.
 */
final class Argon2id {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final Pattern HASH =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([^$]+)\\$([^$]+)");

    private final SecureRandom random = new SecureRandom();
    private final BlockPool memory;

    /** @param concurrency how many concurrent hashes share the reserved memory; any further one allocates its own */
    Argon2id(int concurrency) {
        this.memory = new Argon2BytesGenerator.FixedBlockPool(
                concurrency * Argon2BytesGenerator.getBlockCount(MEMORY_KIB, LANES));
    }

    String hash(String password) {
        byte[] salt = randomBytes(SALT_BYTES);
        return text(salt, compute(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
    }

    /** Returns a hash that no password matches. */
    String decoy() {
        return text(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
    }

    /** @throws IllegalArgumentException when the hash is not one of Argon2id */
    boolean matches(String password, String hash) {
        Matcher parts = HASH.matcher(hash);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no hash of Argon2id");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] expected = base64.decode(parts.group(5));
        byte[] computed = compute(
                password,
                base64.decode(parts.group(4)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, computed);
    }

    private byte[] compute(String password, byte[] salt, int memoryKib, int passes, int lanes, int bytes) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .withBlockPool(memory)
                .build());
        byte[] hash = new byte[bytes];
        argon2.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String text(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(MEMORY_KIB, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
    }
}
