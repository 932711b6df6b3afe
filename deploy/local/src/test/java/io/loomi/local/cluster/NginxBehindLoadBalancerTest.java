package io.loomi.local.cluster;

import static io.loomi.local.cluster.NginxRun.assertIsProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nginx trusts the forwarded headers of its load balancer, 127.0.0.1, and of no other client, such as 127.0.0.2. */
@NeedsNginx
@Slow
class NginxBehindLoadBalancerTest {

    private static final String BALANCER = "127.0.0.1";
    private static final String UNTRUSTED = "127.0.0.2";
    private static final int MORE_THAN_THE_LIMIT = 12;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private Upstream service;
    private NginxRun nginx;

    @BeforeEach
    void start() {
        service = Upstream.answering(vertx, "ok");
        nginx = NginxRun.start(
                folder,
                "http",
                NginxSettings.plain(NginxRun.freeAddress(), List.of(service.port()), List.of(service.port()))
                        .with("REAL_IP_FROM", "set_real_ip_from 127.0.0.1; set_real_ip_from 10.0.0.0/8;")
                        .with("LIMIT_RATE", "1")
                        .with("LIMIT_BURST", "3"));
    }

    @AfterEach
    void stop() {
        nginx.close();
        vertx.close().await();
    }

    @Test
    void forwardsTheClientsAddressAndProtocol() {
        nginx.get("/api/users", "X-Forwarded-For", "198.51.100.9, 203.0.113.7, 10.1.2.3", "X-Forwarded-Proto", "https");

        assertThat(forwarded().getAll("X-Forwarded-For")).containsExactly("203.0.113.7");
        assertThat(forwarded().getAll("X-Forwarded-Proto")).containsExactly("https");

        nginx.get("/api/users", "X-Forwarded-For", "203.0.113.7", "X-Forwarded-Proto", "gopher");
        assertThat(forwarded().getAll("X-Forwarded-Proto")).containsExactly("http");
    }

    @Test
    void ignoresForwardedHeadersOfOthers() {
        nginx.getFrom(UNTRUSTED, "/api/users", "X-Forwarded-For", "203.0.113.7", "X-Forwarded-Proto", "https");

        assertThat(forwarded().getAll("X-Forwarded-For")).containsExactly(UNTRUSTED);
        assertThat(forwarded().getAll("X-Forwarded-Proto")).containsExactly("http");

        assertThat(statuses(number -> nginx.getFrom(UNTRUSTED, "/api/users", "X-Forwarded-For", "203.0.113." + number)
                        .statusCode()))
                .contains(429);
    }

    @Test
    void limitsEachClientSeparately() {
        assertThat(statuses(_ -> statusFor("203.0.113.7"))).contains(200, 429);
        assertIsProblem(nginx.get("/api/users", "X-Forwarded-For", "203.0.113.7"), 429, "rate-limited");
        assertThat(statusFor("203.0.113.8")).isEqualTo(200);
        assertThat(nginx.getFrom(BALANCER, "/api/users").statusCode()).isEqualTo(200);
    }

    @Test
    void limitsIpv6ClientsByTheir64BitNetwork() {
        assertThat(statuses(number -> statusFor("2001:db8::a:1:2:" + number))).contains(200, 429);

        assertThat(statusFor("2001:db8:0:0:ffff:0:0:1")).as("in the same /64").isEqualTo(429);
        assertThat(statusFor("2001:db8:0:a::1")).as("in another /64").isEqualTo(200);
        assertThat(statuses(number -> statusFor("2001:db8:0:" + number + "::1")))
                .as("each in its own /64")
                .containsOnly(200);
        assertThat(statuses(number -> statusFor("::ffff:203.0.113." + number)))
                .as("IPv4-mapped IPv6 addresses")
                .containsOnly(200);
    }

    private int statusFor(String client) {
        return nginx.get("/api/users", "X-Forwarded-For", client).statusCode();
    }

    private static List<Integer> statuses(IntFunction<Integer> send) {
        return Stream.iterate(1, number -> number + 1)
                .limit(MORE_THAN_THE_LIMIT)
                .map(send::apply)
                .toList();
    }

    private MultiMap forwarded() {
        return service.seen().getLast().headers();
    }
}
