package io.loomi.local.cluster;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.local.FatJar;
import io.loomi.local.GatewayClient;
import io.loomi.local.process.RunningComponents;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program takes an instance's port between the search for free ports and the start. */
@Slow
class ClusterPortsTest {

    @TempDir
    private Path data;

    private final AtomicInteger transactions = new AtomicInteger();

    /** Ends like a service whose port is in use. */
    static final class PortIsTaken {

        private PortIsTaken() {}

        public static void main(String... arguments) {
            System.err.println("Port 3002 is in use: stop what listens there or set HTTP_PORT to another.");
            System.exit(1);
        }
    }

    @Test
    void startsAllInstancesAgainOnOtherPorts() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("LOG_LEVEL", "warn");
        int port = NginxRun.freePort();
        Programs programs = new Programs(
                this::failFirstTransactions,
                Optional.empty(),
                Path.of("../nginx").toAbsolutePath());

        try (RunningComponents started = new RunningComponents()) {
            Cluster cluster = Cluster.start(new ClusterOptions(1, port, data), programs, environment, started, _ -> {});

            assertThat(cluster.instances()).hasSize(2);
            assertThat(new GatewayClient(port).customers().get("/health").send())
                    .hasStatus(200);
        }
        assertThat(transactions).hasValue(2);
    }

    private List<String> failFirstTransactions(String service) {
        return service.equals("transactions") && transactions.incrementAndGet() == 1
                ? List.of("-cp", System.getProperty("java.class.path"), PortIsTaken.class.getName())
                : FatJar.of(service);
    }
}
