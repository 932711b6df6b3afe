package io.loomi.customers.clients;

import io.loomi.common.cache.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import java.util.Collection;

/** Tells everybody who verifies access tokens who was put out, right after the commit of it. */
public final class RevocationAnnouncer {

    private final RecentRevocations recent;

    public RevocationAnnouncer(RecentRevocations recent) {
        this.recent = recent;
    }

    /** Never fails: who is not told reads it from this service. */
    public Future<Void> announce(Collection<Revocation> revocations) {
        return recent.announce(revocations);
    }
}
