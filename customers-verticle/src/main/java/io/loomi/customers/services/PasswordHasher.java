package io.loomi.customers.services;

import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.loomi.customers.entities.Password;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Hashes passwords with Argon2id on worker threads. A hash keeps a core busy for tens of milliseconds, so at most {@link #THREADS}
 * run at a time, and each event loop has at most {@link #MAX_IN_PROGRESS} waiting or running. Above that, a call fails with
 * Unavailable, which protects all other requests.
 */
public final class PasswordHasher {

    private static final int THREADS = 2;
    private static final int MAX_IN_PROGRESS = 64;
    private static final long MAX_HASH_SECONDS = 60;

    /** Shared by the process, like the threads. */
    private static final Argon2id ARGON2ID = new Argon2id(THREADS);

    private final WorkerExecutor workers;

    /**
     * A hash that no password matches, so that the sign-in of an unknown customer takes as long as that of a known one.
     */
    private final String decoy;

    /** Completes after {@link #close}, when no hash is in progress. */
    private final Promise<Void> idle = Promise.promise();

    private int inProgress;
    private boolean isClosing;

    /** Creates a hasher for one event loop. All hashers share the threads. */
    public PasswordHasher(Vertx vertx) {
        this.workers = vertx.createSharedWorkerExecutor("passwords", THREADS, MAX_HASH_SECONDS, TimeUnit.SECONDS);
        this.decoy = ARGON2ID.decoy();
    }

    public Future<String> hash(Password password) {
        return bounded(() -> ARGON2ID.hash(password.value()));
    }

    public Future<Boolean> verify(Password password, String hash) {
        return bounded(() -> ARGON2ID.matches(password.value(), hash));
    }

    /** Takes as long as {@link #verify}. Always false. */
    public Future<Boolean> verifyDecoy(Password password) {
        return verify(password, decoy).map(false);
    }

    /**
     * Closes when the hashes in progress are done. A client that disconnects ends its request but not its hash, and a
     * hash that completed after its event loop has stopped would fail.
     */
    public Future<Void> close() {
        isClosing = true;
        completeIfIdle();
        return idle.future().compose(_ -> workers.close());
    }

    private <T> Future<T> bounded(Callable<T> work) {
        if (inProgress >= MAX_IN_PROGRESS) {
            return Future.failedFuture(overloaded());
        }
        inProgress++;
        Optional<Deadline> deadline = Deadline.current();
        return Future.succeededFuture()
                .compose(_ -> workers.executeBlocking(() -> withinDeadline(work, deadline), false))
                .map(Objects::requireNonNull)
                .onComplete(_ -> {
                    inProgress--;
                    completeIfIdle();
                });
    }

    private void completeIfIdle() {
        if (isClosing && inProgress == 0) {
            idle.tryComplete();
        }
    }

    /** Skips a hash if its request has no time left for the commit, because the hash would only delay others. */
    private static <T> T withinDeadline(Callable<T> work, Optional<Deadline> deadline) throws Exception {
        if (deadline.filter(end -> end.leftForCalls().isZero()).isPresent()) {
            throw overloaded();
        }
        return work.call();
    }

    private static Failure overloaded() {
        return new Failure.Unavailable("Too many customers are signing in: try again in a moment.");
    }
}
