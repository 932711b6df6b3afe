package io.loomi.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TestCertificates;
import io.loomi.common.testing.TestCluster;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.ext.healthchecks.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two or three Vert.x instances of one JVM, as members of one cluster. */
@Slow
class MembershipTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final TestCluster cluster = TestCluster.of(2);
    private final List<Vertx> members = new ArrayList<>();

    @AfterEach
    void leave() {
        members.forEach(vertx -> vertx.close().await());
    }

    private Vertx join(int number, String service) {
        return join(number, service, Map.of());
    }

    private Vertx join(int number, String service, Map<String, String> changes) {
        Vertx vertx = cluster.join(number, service, changes);
        members.add(vertx);
        return vertx;
    }

    @Test
    void seesMembersJoinAndLeave() {
        ClusterMembers first = ClusterMembers.of(join(0, "customers")).orElseThrow();
        assertThat(first.byService()).isEqualTo(Map.of("customers", 1));

        Vertx other = join(1, "transactions");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(first.byService()).isEqualTo(Map.of("customers", 1, "transactions", 1)));
        Status status = first.check().await();
        assertThat(status.isOk()).isTrue();
        assertThat(status.getData().getInteger("members")).isEqualTo(2);

        other.close().await();
        Awaitility.await().untilAsserted(() -> assertThat(first.size()).isEqualTo(1));
        ClusterMembers out = ClusterMembers.of(members.getFirst()).orElseThrow();
        members.getFirst().close().await();
        assertThat(out.check().await().isOk()).isFalse();
    }

    @Test
    void hasNoMembersWithoutACluster() {
        Vertx alone = Vertx.vertx();
        members.add(alone);

        assertThat(ClusterMembers.of(alone)).isEmpty();
    }

    @Test
    void sendsCorrelationIdAndTraceWithMessages() {
        Vertx one = join(0, "customers");
        Vertx other = join(1, "transactions");
        one.eventBus()
                .<String>consumer(
                        "who",
                        message -> message.reply(Correlation.current()
                                .map(id -> id.value() + " " + id.trace().traceId())
                                .orElse("nobody")))
                .completion()
                .await();

        String reply = TestCluster.asARequest(other, () -> {
            Correlation.bind(CorrelationId.from("over-the-cluster", "00-" + TRACE + "-00f067aa0ba902b7-01"));
            return other.eventBus().<String>request("who", "?").map(message -> message.body());
        });

        assertThat(reply).isEqualTo("over-the-cluster " + TRACE);
    }

    @Test
    void findsMembersByDnsName() {
        Map<String, String> byName = Map.of("LOOMI_CLUSTER_MEMBERS", "", "LOOMI_CLUSTER_DNS", "localhost");
        Vertx named = join(0, "customers", byName);
        Vertx listed = join(1, "transactions");

        Awaitility.await()
                .untilAsserted(() -> assertThat(List.of(named, listed).stream().map(MembershipTest::size))
                        .containsOnly(2));
    }

    private static int size(Vertx vertx) {
        return ClusterMembers.of(vertx).orElseThrow().size();
    }

    @Test
    void ignoresAClusterOfAnotherName() {
        Vertx ours = join(0, "customers");
        Vertx theirs = join(1, "customers", Map.of("LOOMI_CLUSTER_NAME", "another"));

        assertThat(size(ours)).isEqualTo(1);
        assertThat(size(theirs)).isEqualTo(1);
    }

    @Test
    void opensItsPortOnlyOnTheConfiguredAddress() throws IOException {
        join(0, "customers");

        try (Socket named = new Socket("127.0.0.1", cluster.port(0))) {
            assertThat(named.isConnected()).isTrue();
        }
        assertThatThrownBy(() -> new Socket("127.0.0.2", cluster.port(0)).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void reportsThatItsPortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> join(0, "customers", Map.of("LOOMI_CLUSTER_PORT", String.valueOf(port))))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage(
                            "LOOMI_CLUSTER_PORT %d or LOOMI_CLUSTER_BUS_PORT 0 is in use on 127.0.0.1: stop what listens there or set another.",
                            port);
            assertThatThrownBy(() -> join(0, "customers", Map.of("LOOMI_CLUSTER_BUS_PORT", String.valueOf(port))))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("LOOMI_CLUSTER_BUS_PORT %d is in use".formatted(port));
        }
    }

    @Test
    void exchangesMessagesOnlyWithCertificatesOfItsAuthority(@TempDir Path folder) throws Exception {
        Map<String, String> ours = certificate(folder, "ours");
        Vertx one = join(0, "customers", ours);
        one.eventBus()
                .<String>consumer("who", message -> message.reply("us"))
                .completion()
                .await();

        Vertx other = join(1, "transactions", ours);
        assertThat(other.eventBus().<String>request("who", "?").await().body()).isEqualTo("us");
        other.close().await();

        for (Map<String, String> strange : List.of(Map.<String, String>of(), certificate(folder, "theirs"))) {
            Vertx stranger = join(1, "transactions", strange);
            DeliveryOptions briefly = new DeliveryOptions().setSendTimeout(1000);
            assertThatThrownBy(() ->
                            stranger.eventBus().request("who", "?", briefly).await())
                    .isInstanceOf(Exception.class);
            stranger.close().await();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> size(one) == 1);
        }
    }

    @Test
    void reportsWhenTheBusCertificateExpires(@TempDir Path folder) throws Exception {
        join(0, "customers", certificate(folder, "ours"));

        Awaitility.await()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(cluster.figures()
                                .get("loomi.tls.certificate.expiry.timestamp")
                                .tag("use", "bus")
                                .gauge()
                                .value())
                        .isBetween(secondsAfter(29), secondsAfter(30)));
    }

    private static double secondsAfter(int days) {
        return Instant.now().plus(Duration.ofDays(days)).getEpochSecond();
    }

    private static Map<String, String> certificate(Path folder, String name) throws Exception {
        KeyStore store = TestCertificates.create(folder, name);
        Path certificate = folder.resolve(name + ".pem");
        Path key = folder.resolve(name + ".key");
        TestCertificates.writeCertificate(store, certificate);
        TestCertificates.writeKey(store, key);
        return new HashMap<>(Map.of(
                "LOOMI_CLUSTER_CERTIFICATE", certificate.toString(),
                "LOOMI_CLUSTER_PRIVATE_KEY", key.toString(),
                "LOOMI_CLUSTER_CA", certificate.toString()));
    }
}
