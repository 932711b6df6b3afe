package io.loomi.customers.clients;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.bus.Broadcasts;
import io.loomi.common.bus.BusAddress;
import io.loomi.common.cache.RecentRevocations;
import io.loomi.common.cache.RevocationReaders;
import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;

/**
 * Tells everybody who verifies access tokens who was put out, right after the commit of it, and waits a moment until they have
 * heard.
 */
public final class RevocationPublisher {

    /** Readers look into Redis every 50 ms. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private static final Duration PAUSE = Duration.ofMillis(10);

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
     * Comes back once every reader of Redis refuses the tokens, or after half a second. Never fails: who is not told reads it from
     * this service.
     */
    public Future<Void> announce(Collection<Revocation> revocations) {
        if (revocations.isEmpty()) {
            return Future.succeededFuture();
        }
        JsonArray words =
                new JsonArray(revocations.stream().map(Revocation::json).toList());
        cluster.tell(BusAddress.REVOCATIONS, new JsonObject().put("revocations", words));
        return recent.announce(revocations)
                .compose(version -> version.map(this::untilHeard).orElseGet(Future::succeededFuture));
    }

    private Future<Void> untilHeard(long version) {
        return TimeLimit.on(heard(version, System.nanoTime() + LONGEST_WAIT.toNanos()), LONGEST_WAIT)
                .otherwiseEmpty();
    }

    private Future<Void> heard(long version, long deadline) {
        return readers.behind(version)
                .compose(behind -> behind == 0 || System.nanoTime() - deadline > 0
                        ? Future.succeededFuture()
                        : vertx.timer(PAUSE.toMillis()).compose(_ -> heard(version, deadline)));
    }
}
