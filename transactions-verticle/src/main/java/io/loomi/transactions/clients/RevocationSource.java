package io.loomi.transactions.clients;

import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Somewhere to read revocations from, again and again. */
public interface RevocationSource {

    /** As logs and metrics call it. */
    String name();

    /**
     * Whether this is the record, which has every revocation: the others are quicker, and may have missed some. So without it
     * for a while the service is not well.
     */
    default boolean isRecord() {
        return false;
    }

    /**
     * What is new since the last reading that succeeded, and some of what was read before; at first, everything. With the first
     * reading of any source tokens begin to be taken, so a source that cannot tell what was before must fail, and go another way.
     */
    Future<List<Revocation>> read();

    /** What the last reading brought is in force: tokens are held against it. Never fails. */
    default Future<Void> taken() {
        return Future.succeededFuture();
    }

    /** Between two readings. */
    default Duration pause() {
        return Duration.ofMillis(250);
    }
}
