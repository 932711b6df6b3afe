package io.loomi.common.cluster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import java.util.Map;
import java.util.Optional;

/** The members of the cluster. Thread-safe. */
public interface ClusterMembers {

    /** Empty without a cluster; then no class of Hazelcast is loaded. */
    static Optional<ClusterMembers> of(Vertx vertx) {
        return vertx.isClustered() ? Optional.of(HazelcastMembers.of(vertx)) : Optional.empty();
    }

    /** The number of processes of each service, including this one; empty when this process has left the cluster. */
    Map<String, Integer> byService();

    /** The number of processes. */
    default int size() {
        return byService().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A health check: fails when this process has left the cluster. A cluster of one is healthy. */
    default Future<Status> check() {
        Map<String, Integer> members = byService();
        JsonObject figures = new JsonObject().put("members", size());
        members.forEach(figures::put);
        return Future.succeededFuture(members.isEmpty() ? Status.KO(figures) : Status.OK(figures));
    }

    default void measure(MeterRegistry registry) {
        Gauge.builder("loomi.cluster.members", this, ClusterMembers::size)
                .description("Members of the cluster as this process sees them; 0 when it is not a member")
                .strongReference(true) // nothing else references this
                .register(registry);
    }
}
