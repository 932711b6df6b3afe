package io.loomi.customers.clients;

import io.loomi.common.bus.Announcements;
import io.loomi.common.bus.BusAddress;
import io.loomi.common.cache.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;

/** Tells everybody who verifies access tokens who was put out, right after the commit of it. */
public final class RevocationAnnouncer {

    private final RecentRevocations recent;
    private final Announcements cluster;

    public RevocationAnnouncer(RecentRevocations recent, Announcements cluster) {
        this.recent = recent;
        this.cluster = cluster;
    }

    /** Never fails: who is not told reads it from this service. */
    public Future<Void> announce(Collection<Revocation> revocations) {
        if (!revocations.isEmpty()) {
            JsonArray words =
                    new JsonArray(revocations.stream().map(Revocation::json).toList());
            cluster.tell(BusAddress.REVOCATIONS, new JsonObject().put("revocations", words));
        }
        return recent.announce(revocations);
    }
}
