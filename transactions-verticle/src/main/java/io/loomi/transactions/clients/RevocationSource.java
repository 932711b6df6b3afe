package io.loomi.transactions.clients;

import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** A source of revocations that is polled. */
public interface RevocationSource {

    /** The name in logs and metrics. */
    String name();

    /**
     * Whether this source has every revocation. The others are faster and may miss some, so the health check fails if this one was
     * not read for a while.
     */
    default boolean isComplete() {
        return false;
    }

    /**
     * Reads the revocations since the last successful read, and possibly some older ones; the first time, all of them. Tokens are
     * admitted from the first read of any source, so a source that cannot return all of them must fail.
     */
    Future<List<Revocation>> read();

    /** Called when the revocations of the last read are in force. Never fails. */
    default Future<Void> applied() {
        return Future.succeededFuture();
    }

    /** The pause between two reads. */
    default Duration pause() {
        return Duration.ofMillis(250);
    }
}
