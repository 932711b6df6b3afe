package io.loomi.customers.services;

import io.loomi.common.async.PeriodicTask;
import io.loomi.common.revocations.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.tracing.Correlation;
import io.loomi.customers.repositories.RevocationRepository;
import io.loomi.customers.repositories.RevocationRepository.Position;
import io.loomi.customers.repositories.RevocationRepository.Reading;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the copy of the revocations in Redis complete. Once a second it writes the latest revocations, most of which
 * the publisher has already written after their commit. It copies all revocations after a start, after a failed run,
 * and when Redis has lost its data. Any number of processes may run it concurrently.
 *
 * <p>Not thread-safe: stays on its event loop.
 */
public final class RevocationCopy {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationCopy.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int PAGE_SIZE = 1000;

    private final RevocationRepository record;
    private final RecentRevocations recent;
    private final PeriodicTask task;
    private Optional<Instant> next = Optional.empty();
    private String name = newName();
    private boolean failing;

    public RevocationCopy(Vertx vertx, RevocationRepository record, RecentRevocations recent) {
        this.record = record;
        this.recent = recent;
        this.task = new PeriodicTask(vertx, INTERVAL, () -> Correlation.runWithNewId(vertx, this::run));
    }

    public void start() {
        task.start();
    }

    public Future<Void> stop() {
        return task.stop();
    }

    /** Copies once. Fails when the database or Redis does not answer. */
    Future<Void> run() {
        return recent.renew()
                .compose(whole -> whole && next.isPresent() ? copy(next) : copyAll())
                .onSuccess(this::continueFrom)
                .onFailure(this::restart)
                .mapEmpty();
    }

    /**
     * Copies all revocations and returns where the next run continues; empty when Redis has lost its data meanwhile.
     */
    private Future<Optional<Instant>> copyAll() {
        return recent.beginCopy(name)
                .compose(_ -> copy(Optional.empty()))
                .compose(end -> recent.endCopy(renameCopy()).map(whole -> whole ? end : Optional.empty()));
    }

    /** Returns the name of this copy and picks a new one. Readers identify a copy by its name, so each name is used once. */
    private String renameCopy() {
        String taken = name;
        name = newName();
        return taken;
    }

    private Future<Optional<Instant>> copy(Optional<Instant> since) {
        return record.read(since, Optional.empty(), PAGE_SIZE)
                .compose(first -> write(first).map(_ -> Optional.of(first.next())));
    }

    private Future<Void> write(Reading page) {
        List<Revocation> revocations = page.revocations();
        Future<Void> written = recent.write(revocations).mapEmpty();
        return revocations.size() < PAGE_SIZE
                ? written
                : written.compose(
                        _ -> record.read(Optional.empty(), Optional.of(positionOf(revocations.getLast())), PAGE_SIZE)
                                .compose(this::write));
    }

    private static Position positionOf(Revocation last) {
        return new Position(last.at(), last.id());
    }

    private void continueFrom(Optional<Instant> end) {
        next = end;
        if (failing) {
            failing = false;
            LOG.atInfo().log("Revocations are copied to Redis again");
        }
    }

    private void restart(Throwable failure) {
        next = Optional.empty();
        if (!failing) {
            failing = true;
            LOG.atWarn()
                    .addKeyValue("cause", String.valueOf(failure.getMessage()))
                    .log("Revocations cannot be copied to Redis");
        }
    }

    private static String newName() {
        return UUID.randomUUID().toString();
    }
}
