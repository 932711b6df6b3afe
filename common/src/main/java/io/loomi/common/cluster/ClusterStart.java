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

/** Starts a Vert.x that is a member. */
public final class ClusterStart {

    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** After two of them without an answer a connection is given up, and a new one tried. */
    private static final Duration PING = Duration.ofSeconds(5);

    private ClusterStart() {}

    /** The options of a Vert.x that will {@link #join}. */
    public static VertxOptions options(VertxOptions options, ClusterConfig cluster) {
        EventBusOptions bus = new EventBusOptions()
                .setHost(cluster.host())
                .setPort(cluster.busPort())
                .setConnectTimeout((int) CONNECT.toMillis())
                .setClusterPingInterval(PING.toMillis())
                .setClusterPingReplyInterval(PING.toMillis());
        cluster.tls().ifPresent(tls -> tls.secure(bus));
        return options.setEventBusOptions(bus);
    }

    /** Joins before anything else happens; fails with a {@link StartFailure} when a port is taken or the files are not good. */
    public static Future<Vertx> join(
            VertxBuilder builder, ClusterConfig cluster, String service, MeterRegistry registry) {
        // its configuration says so too, but that comes too late for the first class of Hazelcast that writes
        System.setProperty("hazelcast.logging.type", "slf4j");
        return builder.withClusterManager(new HazelcastClusterManager(HazelcastNode.config(cluster, service)))
                .buildClustered()
                .recover(failure -> Future.failedFuture(sentence(cluster, failure)))
                .onSuccess(vertx -> {
                    // Messages are JSON: nobody makes an object of ours by sending one.
                    vertx.eventBus().clusterSerializableChecker(_ -> false).serializableChecker(_ -> false);
                    HazelcastMembers members = HazelcastMembers.of(vertx);
                    members.log();
                    members.measure(registry);
                    cluster.tls().ifPresent(tls -> tls.measure(vertx, registry));
                });
    }

    private static StartFailure sentence(ClusterConfig cluster, Throwable failure) {
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
