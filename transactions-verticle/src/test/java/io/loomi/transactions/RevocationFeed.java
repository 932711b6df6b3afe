package io.loomi.transactions;

import io.loomi.common.revocations.Revocation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The double's feed of revocations, which returns all of them, or fails. */
public final class RevocationFeed {

    private final Queue<Revocation> revocations = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    public void add(Revocation revocation) {
        revocations.add(revocation);
    }

    /** Responds 500 from now on. */
    public void close() {
        closed = true;
    }

    public void open() {
        closed = false;
    }

    int status() {
        return closed ? 500 : 200;
    }

    JsonObject page(Clock clock) {
        return new JsonObject()
                .put(
                        "data",
                        new JsonArray(revocations.stream().map(Revocation::json).toList()))
                .put("hasMore", false)
                .put("since", clock.instant().toString());
    }
}
