package io.loomi.common.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The members as Hazelcast sees them. */
final class HazelcastMembers implements ClusterMembers {

    private static final Logger LOG = LoggerFactory.getLogger(HazelcastMembers.class);

    private final HazelcastInstance hazelcast;

    private HazelcastMembers(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
    }

    /** @param vertx one that has joined a cluster */
    static HazelcastMembers of(Vertx vertx) {
        var manager = (HazelcastClusterManager) ((VertxInternal) vertx).clusterManager();
        return new HazelcastMembers(manager.getHazelcastInstance());
    }

    @Override
    public Map<String, Integer> byService() {
        return hazelcast.getLifecycleService().isRunning()
                ? hazelcast.getCluster().getMembers().stream()
                        .collect(Collectors.toMap(HazelcastMembers::serviceOf, _ -> 1, Integer::sum, TreeMap::new))
                : Map.of();
    }

    private static String serviceOf(Member member) {
        String service = member.getAttribute(HazelcastNode.SERVICE);
        return service == null ? "other" : service;
    }

    /** Logs this member, and from now on members that join or leave. */
    void logChanges() {
        Cluster cluster = hazelcast.getCluster();
        with(LOG.atInfo(), cluster.getLocalMember())
                .addKeyValue("members", cluster.getMembers().size())
                .log("Joined the cluster");
        cluster.addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                with(LOG.atInfo(), event.getMember())
                        .addKeyValue("members", event.getMembers().size())
                        .log("Member joined the cluster");
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                with(LOG.atWarn(), event.getMember())
                        .addKeyValue("members", event.getMembers().size())
                        .log("Member left the cluster");
            }
        });
    }

    private static LoggingEventBuilder with(LoggingEventBuilder line, Member member) {
        return line.addKeyValue("member", serviceOf(member))
                .addKeyValue(
                        "address",
                        member.getAddress().getHost() + ":"
                                + member.getAddress().getPort());
    }
}
