package io.loomi.customers.services;

import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.loomi.customers.entities.Password;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Argon2id, off the event loop and behind a bound: a hash keeps a core busy for tens of milliseconds, so at most {@link
 * #THREADS} are computed at a time and at most {@link #LONGEST_QUEUE} wait, for each event loop. Beyond that the answer is
 * Unavailable, and everyone else's requests go on.
 */
public final class PasswordHasher {

    private static final int THREADS = 2;
    private static final int LONGEST_QUEUE = 64;
    private static final long LONGEST_HASH_SECONDS = 60;

    /** One for the process, as the threads are. */
    private static final Argon2id ARGON2ID = new Argon2id(THREADS);

    private final WorkerExecutor workers;

    /** A hash that no password has, for spending the same time on a person who does not exist. */
    private final String decoy;

    private int waiting;

    /** One for each event loop; they share the threads. */
    public PasswordHasher(Vertx vertx) {
        this.workers = vertx.createSharedWorkerExecutor("passwords", THREADS, LONGEST_HASH_SECONDS, TimeUnit.SECONDS);
        this.decoy = ARGON2ID.decoy();
    }

    public Future<String> hash(Password password) {
        return bounded(() -> ARGON2ID.hash(password.value()));
    }

    public Future<Boolean> verify(Password password, String hash) {
        return bounded(() -> ARGON2ID.matches(password.value(), hash));
    }

    /** Takes as long as {@link #verify} does, and is always false. */
    public Future<Boolean> verifyNobody(Password password) {
        return verify(password, decoy).map(false);
    }

    public Future<Void> close() {
        return workers.close();
    }

    private <T> Future<T> bounded(Callable<T> work) {
        if (waiting >= LONGEST_QUEUE) {
            return Future.failedFuture(tooMany());
        }
        waiting++;
        Optional<Deadline> deadline = Deadline.current();
        return Future.succeededFuture()
                .compose(_ -> workers.executeBlocking(() -> inTime(work, deadline), false))
                .map(Objects::requireNonNull)
                .onComplete(_ -> waiting--);
    }

    /** A hash that is too late for its request's commit would only keep the next one from being in time. */
    private static <T> T inTime(Callable<T> work, Optional<Deadline> deadline) throws Exception {
        if (deadline.filter(end -> end.leftToAsk().isZero()).isPresent()) {
            throw tooMany();
        }
        return work.call();
    }

    private static Failure tooMany() {
        return new Failure.Unavailable("Too many people sign in right now: try again in a moment.");
    }
}
