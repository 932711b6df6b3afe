package io.loomi.customers.services;

import io.loomi.common.async.PeriodicTask;
import io.loomi.common.cache.RecentRevocations;
import io.loomi.common.correlation.Correlation;
import io.loomi.common.revocations.Revocation;
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
 * Keeps the copy of the record of revocations in Redis whole. Once a second it writes what was recorded lately, which is there
 * already unless the writing after the commit has failed. After a start, a round that failed, and once Redis was emptied, it
 * copies everything. Any number of processes may do this side by side.
 *
 * <p>Not thread-safe: it stays on its event loop.
 */
public final class RevocationCopy {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationCopy.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PAGE = 1000;

    private final RevocationRepository record;
    private final RecentRevocations recent;
    private final PeriodicTask task;
    private Optional<Instant> next = Optional.empty();
    private String name = newName();
    private boolean failing;

    public RevocationCopy(Vertx vertx, RevocationRepository record, RecentRevocations recent) {
        this.record = record;
        this.recent = recent;
        this.task = new PeriodicTask(vertx, PAUSE, () -> Correlation.underNew(vertx, this::round));
    }

    public void start() {
        task.start();
    }

    public Future<Void> stop() {
        return task.stop();
    }

    /** One round, which fails when the database or Redis cannot be asked. */
    Future<Void> round() {
        return recent.keepWhole()
                .compose(whole -> whole && next.isPresent() ? copy(next) : copyAll())
                .onSuccess(this::goOn)
                .onFailure(this::startAgain)
                .mapEmpty();
    }

    /** Where the next round goes on; nowhere when Redis was emptied meanwhile. */
    private Future<Optional<Instant>> copyAll() {
        return recent.beginCopy(name)
                .compose(_ -> copy(Optional.empty()))
                .compose(end -> recent.endCopy(takeName()).map(whole -> whole ? end : Optional.empty()));
    }

    /** A copy that may have ended is never begun again under its name: readers know it by that. */
    private String takeName() {
        String taken = name;
        name = newName();
        return taken;
    }

    private Future<Optional<Instant>> copy(Optional<Instant> since) {
        return record.read(since, Optional.empty(), PAGE)
                .compose(first -> write(first).map(_ -> Optional.of(first.next())));
    }

    private Future<Void> write(Reading page) {
        List<Revocation> words = page.revocations();
        Future<Void> written = recent.write(words).mapEmpty();
        return words.size() < PAGE
                ? written
                : written.compose(_ -> record.read(Optional.empty(), Optional.of(end(words.getLast())), PAGE)
                        .compose(this::write));
    }

    private static Position end(Revocation last) {
        return new Position(last.at(), last.id());
    }

    private void goOn(Optional<Instant> end) {
        next = end;
        if (failing) {
            failing = false;
            LOG.atInfo().log("Revocations are copied to Redis again");
        }
    }

    private void startAgain(Throwable failure) {
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
