package io.loomi.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.local.process.FreePorts;
import io.loomi.local.process.RunningComponents;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Each service of a cluster calls the other through one internal port, which leads to all its instances. */
@Slow
class InternalPortsTest {

    private static final int OVER_THE_LIMIT = 12;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    @EnabledIf("hasNginx")
    void balancesOverInstancesBehindNginx() throws Exception {
        balancesOverInstances(NginxRun.PROGRAM);
    }

    static boolean hasNginx() {
        return NginxRun.PROGRAM.isPresent() || "required".equals(System.getProperty("nginx"));
    }

    @Test
    void balancesOverInstancesWithoutNginx() throws Exception {
        balancesOverInstances(Optional.empty());
    }

    private void balancesOverInstances(Optional<Path> nginx) throws Exception {
        Upstream first = Upstream.answering(vertx, "first");
        Upstream second = Upstream.answering(vertx, "second");
        Upstream transactions = Upstream.answering(vertx, "transactions");
        List<Integer> free = FreePorts.take(3);
        Programs programs =
                new Programs(_ -> List.of(), nginx, Path.of("../nginx").toAbsolutePath());
        FrontProxy.Ports ports = new FrontProxy.Ports(
                List.of(first.port(), second.port()), List.of(transactions.port()), free.get(1), free.get(2));
        try (RunningComponents started = new RunningComponents()) {
            new FrontProxy(programs, Map.of("LIMIT_RATE", "1", "LIMIT_BURST", "1", "LIMIT_CONNECTIONS", "1"))
                    .start(free.getFirst(), ports, folder, started);
            NginxRun customers = NginxRun.of(folder, free.get(1));

            assertThat(NginxRun.of(folder, free.get(2))
                            .get("/api/accounts/1/closures/2")
                            .body())
                    .as("including paths that are not public")
                    .isEqualTo("transactions");
            assertThat(answers(customers)).contains("first", "second");
            first.close();
            assertThat(answers(customers)).containsOnly("second");
        }
    }

    /** Includes paths that are not public. */
    private static List<String> answers(NginxRun customers) {
        return Stream.of("/api/revocations", "/api/users/lookup", "/health/ready")
                .flatMap(path ->
                        Stream.generate(() -> customers.get(path).body()).limit(OVER_THE_LIMIT))
                .toList();
    }
}
