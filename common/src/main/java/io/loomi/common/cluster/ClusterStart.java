package io.loomi.common.cluster;

import io.loomi.common.config.StartFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.BindException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Starts Vert.x as a member of the cluster. */
public final class ClusterStart {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** A connection that missed two pings is closed and opened again. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

    private ClusterStart() {}

    /** The options of a Vert.x that will {@link #join}. */
    public static VertxOptions options(VertxOptions options, ClusterConfig cluster) {
        EventBusOptions bus = new EventBusOptions()
                .setHost(cluster.host())
                .setPort(cluster.busPort())
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setClusterPingInterval(PING_INTERVAL.toMillis())
                .setClusterPingReplyInterval(PING_INTERVAL.toMillis());
        cluster.tls().ifPresent(tls -> tls.secure(bus));
        return options.setEventBusOptions(bus);
    }

    /** Joins the cluster. Fails with a {@link StartFailure} when a port is in use or the TLS files are invalid. */
    public static Future<Vertx> join(
            VertxBuilder builder, ClusterConfig cluster, String service, MeterRegistry registry) {
        // the configuration sets this too, but Hazelcast logs before it reads its configuration
        System.setProperty("hazelcast.logging.type", "slf4j");
        return builder.withClusterManager(new HazelcastClusterManager(HazelcastNode.config(cluster, service)))
                .buildClustered()
                .recover(failure -> Future.failedFuture(startFailure(cluster, failure)))
                .onSuccess(vertx -> {
                    // Messages are JSON: refuse to deserialize Java objects.
                    vertx.eventBus().clusterSerializableChecker(_ -> false).serializableChecker(_ -> false);
                    HazelcastMembers members = HazelcastMembers.of(vertx);
                    members.logChanges();
                    members.measure(registry);
                    cluster.tls().ifPresent(tls -> tls.measure(vertx, registry));
                });
    }

    private static StartFailure startFailure(ClusterConfig cluster, Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        boolean isTaken = isCausedByBinding(failure) || reason.contains("already in use");
        return new StartFailure(
                isTaken
                        ? "LOOMI_CLUSTER_PORT %d or LOOMI_CLUSTER_BUS_PORT %d is in use on %s: stop what listens there or set another."
                                .formatted(cluster.port(), cluster.busPort(), cluster.host())
                        : "The cluster cannot be joined (%s): look at the settings that begin with LOOMI_CLUSTER."
                                .formatted(reason),
                failure);
    }

    private static boolean isCausedByBinding(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
