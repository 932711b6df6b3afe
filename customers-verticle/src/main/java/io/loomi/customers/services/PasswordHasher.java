package io.loomi.customers.services;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.loomi.common.errors.Failure;
import io.loomi.customers.entities.Password;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Argon2id, off the event loop and behind a bound: a hash keeps a core busy for tens of milliseconds, so at most {@link
 * #THREADS} are computed at a time and at most {@link #LONGEST_QUEUE} wait, for each event loop. Beyond that the answer is
 * Unavailable, and everyone else's requests go on.
 */
public final class PasswordHasher {

    // OWASP's second recommendation: 19 MiB, two passes, one lane.
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private static final int THREADS = 2;
    private static final int LONGEST_QUEUE = 64;
    private static final long LONGEST_HASH_SECONDS = 60;

    private final Argon2Function argon2 = Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
    private final SecureRandom random = new SecureRandom();
    private final WorkerExecutor workers;

    /** A hash that no password has, for spending the same time on a person who does not exist. */
    private final String decoy;

    private int waiting;

    /** One for each event loop; they share the threads. */
    public PasswordHasher(Vertx vertx) {
        this.workers = vertx.createSharedWorkerExecutor("passwords", THREADS, LONGEST_HASH_SECONDS, TimeUnit.SECONDS);
        this.decoy = encode(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
    }

    public Future<String> hash(Password password) {
        return bounded(() -> compute(password));
    }

    public Future<Boolean> verify(Password password, String hash) {
        return bounded(() -> argon2.check(password.value(), hash));
    }

    /** Takes as long as {@link #verify} does, and is always false. */
    public Future<Boolean> verifyNobody(Password password) {
        return verify(password, decoy).map(false);
    }

    public Future<Void> close() {
        return workers.close();
    }

    private String compute(Password password) {
        return argon2.hash(password.value().getBytes(StandardCharsets.UTF_8), randomBytes(SALT_BYTES))
                .getResult();
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String encode(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(MEMORY_KIB, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    private <T> Future<T> bounded(Callable<T> work) {
        if (waiting >= LONGEST_QUEUE) {
            return Future.failedFuture(
                    new Failure.Unavailable("Too many people sign in right now: try again in a moment."));
        }
        waiting++;
        return workers.executeBlocking(work, false).map(Objects::requireNonNull).eventually(() -> {
            waiting--;
            return Future.succeededFuture();
        });
    }
}
