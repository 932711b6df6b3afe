package io.loomi.transactions.clients;

import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import java.util.List;

/** Somewhere to read revocations from, again and again. */
public interface RevocationSource {

    /** As logs and metrics call it. */
    String name();

    /** What is new since the last reading that succeeded, and some of what was read before; at first, everything. */
    Future<List<Revocation>> read();
}
