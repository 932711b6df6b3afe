package io.loomi.common.cluster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import java.util.Map;
import java.util.Optional;

/** Who is in the cluster. Thread-safe. */
public interface ClusterMembers {

    /** Empty for a Vert.x that is by itself; then no class of Hazelcast is loaded. */
    static Optional<ClusterMembers> of(Vertx vertx) {
        return vertx.isClustered() ? Optional.of(HazelcastMembers.of(vertx)) : Optional.empty();
    }

    /** How many processes there are of each service, this one among them; none when this one is out of it. */
    Map<String, Integer> byService();

    /** How many processes there are. */
    default int size() {
        return byService().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** For health: not well when this process is out. To be alone is well: whoever comes first is. */
    default Future<Status> check() {
        Map<String, Integer> members = byService();
        JsonObject figures = new JsonObject().put("members", size());
        members.forEach(figures::put);
        return Future.succeededFuture(members.isEmpty() ? Status.KO(figures) : Status.OK(figures));
    }

    default void measure(MeterRegistry registry) {
        Gauge.builder("loomi.cluster.members", this, ClusterMembers::size)
                .description("Processes in the cluster, as this one sees it; 0 when it is out of it")
                .strongReference(true) // nobody else keeps this
                .register(registry);
    }
}
