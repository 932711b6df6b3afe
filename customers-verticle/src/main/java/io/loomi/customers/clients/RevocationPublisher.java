package io.loomi.customers.clients;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.cluster.Broadcasts;
import io.loomi.common.cluster.BusAddress;
import io.loomi.common.revocations.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.RevocationReaders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;

/**
 * Publishes committed revocations to all processes that verify access tokens, and waits for a short time until these
 * have read them.
 */
public final class RevocationPublisher {

    /** Readers poll Redis every 50 ms. */
    private static final Duration MAX_WAIT = Duration.ofMillis(500);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private final Vertx vertx;
    private final RecentRevocations recent;
    private final RevocationReaders readers;
    private final Broadcasts cluster;

    public RevocationPublisher(Vertx vertx, RecentRevocations recent, RevocationReaders readers, Broadcasts cluster) {
        this.vertx = vertx;
        this.recent = recent;
        this.readers = readers;
        this.cluster = cluster;
    }

    /**
     * Completes when every reader of Redis refuses the tokens, but after half a second at the latest. Never fails: a
     * process that misses a revocation reads it from this service.
     */
    public Future<Void> publish(Collection<Revocation> revocations) {
        if (revocations.isEmpty()) {
            return Future.succeededFuture();
        }
        JsonArray json =
                new JsonArray(revocations.stream().map(Revocation::json).toList());
        cluster.publish(BusAddress.REVOCATIONS, new JsonObject().put("revocations", json));
        return recent.publish(revocations)
                .compose(version -> version.map(this::awaitReaders).orElseGet(Future::succeededFuture));
    }

    private Future<Void> awaitReaders(long version) {
        return TimeLimit.on(poll(version, System.nanoTime() + MAX_WAIT.toNanos()), MAX_WAIT)
                .otherwiseEmpty();
    }

    private Future<Void> poll(long version, long deadline) {
        return readers.countBehind(version)
                .compose(behind -> behind == 0 || System.nanoTime() - deadline > 0
                        ? Future.succeededFuture()
                        : vertx.timer(POLL_INTERVAL.toMillis()).compose(_ -> poll(version, deadline)));
    }
}
