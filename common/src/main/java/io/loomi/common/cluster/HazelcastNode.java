package io.loomi.common.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MemberAddressProviderConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.spi.MemberAddressProvider;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * The configuration of Hazelcast: it finds only the configured members, opens one port on one address, and uses few
 * threads, as it holds only the members and their event-bus subscriptions.
 */
final class HazelcastNode {

    /** The member attribute with the name of its service. */
    static final String SERVICE = "loomi.service";

    private static final int CONNECT_TIMEOUT_SECONDS = 3;

    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("hazelcast.logging.type", "slf4j"),
            Map.entry("hazelcast.phone.home.enabled", "false"),
            Map.entry("hazelcast.socket.bind.any", "false"),
            Map.entry("hazelcast.socket.server.bind.any", "false"),
            // A killed process is noticed at once, because its connections close; a lost machine after 15 seconds.
            Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
            Map.entry("hazelcast.max.no.heartbeat.seconds", "15"),
            Map.entry("hazelcast.operation.call.timeout.millis", "5000"),
            // Members join one by one; after a network partition the two halves merge again.
            Map.entry("hazelcast.wait.seconds.before.join", "0"),
            Map.entry("hazelcast.merge.first.run.delay.seconds", "10"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "10"),
            Map.entry("hazelcast.graceful.shutdown.max.wait", "3"),
            // For a few hundred entries in all. Every member must have the same number of partitions.
            Map.entry("hazelcast.partition.count", "31"),
            Map.entry("hazelcast.io.thread.count", "1"),
            Map.entry("hazelcast.operation.thread.count", "1"),
            Map.entry("hazelcast.operation.generic.thread.count", "1"),
            Map.entry("hazelcast.operation.priority.generic.thread.count", "1"),
            Map.entry("hazelcast.operation.response.thread.count", "1"),
            Map.entry("hazelcast.event.thread.count", "1"),
            Map.entry("hazelcast.clientengine.thread.count", "1"),
            Map.entry("hazelcast.clientengine.query.thread.count", "1"),
            Map.entry("hazelcast.clientengine.blocking.thread.count", "1"),
            Map.entry("hazelcast.health.monitoring.level", "OFF"),
            Map.entry("hazelcast.slow.operation.detector.enabled", "false"));

    private HazelcastNode() {}

    static Config config(ClusterConfig cluster, String service) {
        Config config = new Config().setClusterName(cluster.name());
        PROPERTIES.forEach(config::setProperty);
        config.getMetricsConfig().setEnabled(false);
        config.getMemberAttributeConfig().setAttribute(SERVICE, service);
        config.getSerializationConfig().setJavaSerializationFilterConfig(onlyKnownClasses());
        // the same as in vertx-hazelcast's default configuration
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
        return config.setAdvancedNetworkConfig(network(cluster));
    }

    /** Protects from deserialization attacks through the port. */
    private static JavaSerializationFilterConfig onlyKnownClasses() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.getWhitelist()
                .addPrefixes("java.lang.", "java.util.", "com.hazelcast.", "io.vertx.spi.cluster.hazelcast.");
        return filter;
    }

    /** The advanced form opens only the members' port, and none for Hazelcast's clients. */
    private static AdvancedNetworkConfig network(ClusterConfig cluster) {
        InetSocketAddress address = new InetSocketAddress(cluster.host(), cluster.port());
        ServerSocketEndpointConfig port =
                new ServerSocketEndpointConfig().setPort(cluster.port()).setPortAutoIncrement(false);
        port.setSocketConnectTimeoutSeconds(CONNECT_TIMEOUT_SECONDS);
        return new AdvancedNetworkConfig()
                .setEnabled(true)
                .setMemberEndpointConfig(port)
                .setMemberAddressProviderConfig(
                        new MemberAddressProviderConfig().setEnabled(true).setImplementation(new OneAddress(address)))
                .setJoin(join(cluster));
    }

    private static JoinConfig join(ClusterConfig cluster) {
        JoinConfig join = new JoinConfig();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(cluster.dns().isEmpty())
                .setMembers(cluster.members())
                .setConnectionTimeoutSeconds(CONNECT_TIMEOUT_SECONDS);
        cluster.dns()
                .ifPresent(name -> join.getKubernetesConfig()
                        .setEnabled(true)
                        .setProperty("service-dns", name)
                        .setProperty("service-port", String.valueOf(cluster.port())));
        return join;
    }

    private record OneAddress(InetSocketAddress address) implements MemberAddressProvider {
        @Override
        public InetSocketAddress getBindAddress() {
            return address;
        }

        @Override
        public InetSocketAddress getBindAddress(EndpointQualifier port) {
            return address;
        }

        @Override
        public InetSocketAddress getPublicAddress() {
            return address;
        }

        @Override
        public InetSocketAddress getPublicAddress(EndpointQualifier port) {
            return address;
        }
    }
}
