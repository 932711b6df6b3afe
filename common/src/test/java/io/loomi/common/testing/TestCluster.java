package io.loomi.common.testing;

import io.loomi.common.cluster.ClusterConfig;
import io.loomi.common.cluster.ClusterStart;
import io.loomi.common.tracing.EventBusCorrelation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The settings of a cluster on this machine. Its members are services, or only a Vert.x. */
public final class TestCluster {

    private static final long TIMEOUT_SECONDS = 60;

    private final MeterRegistry figures = new SimpleMeterRegistry();
    private final List<Integer> ports;

    private TestCluster(List<Integer> ports) {
        this.ports = ports;
    }

    /** @param size the maximum number of members */
    public static TestCluster of(int size) {
        return new TestCluster(
                IntStream.range(0, size).mapToObj(_ -> freePort()).toList());
    }

    /** @param number of the member, from 0 */
    public Map<String, String> settings(int number) {
        String members = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        return Map.of(
                "LOOMI_CLUSTER",
                "true",
                "LOOMI_CLUSTER_MEMBERS",
                members,
                "LOOMI_CLUSTER_PORT",
                String.valueOf(ports.get(number)));
    }

    public int port(int number) {
        return ports.get(number);
    }

    /** The metrics of the members that are only a Vert.x. */
    public MeterRegistry figures() {
        return figures;
    }

    /** Starts a member that is only a Vert.x. */
    public Vertx join(int number, String service) {
        return join(number, service, Map.of());
    }

    /** @param changes override the member's settings */
    public Vertx join(int number, String service, Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(settings(number));
        settings.putAll(changes);
        settings.values().removeIf(String::isEmpty);
        return get(start(ClusterConfig.from(settings).orElseThrow(), service));
    }

    private Future<Vertx> start(ClusterConfig config, String service) {
        VertxOptions options =
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(1);
        return ClusterStart.join(Vertx.builder().with(ClusterStart.options(options, config)), config, service, figures)
                .onSuccess(vertx -> EventBusCorrelation.install(vertx.eventBus()));
    }

    /** Runs the work in its own context, as a request does. */
    public static <T> T asARequest(Vertx vertx, Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        Context request = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
        request.runOnContext(_ -> work.get().onComplete(result));
        return get(result.future());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException timeout) {
            throw new AssertionError("not in time", timeout);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
