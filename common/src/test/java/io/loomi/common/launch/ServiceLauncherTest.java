package io.loomi.common.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@Slow
class ServiceLauncherTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final EchoService SERVICE = new EchoService(TokenForge.create());

    private static Map<String, String> environment;

    @BeforeAll
    static void createDatabase() {
        environment = Map.of(
                "DATABASE_URL", Backend.shared().createDatabase("launch"),
                "REDIS_URL", Backend.shared().redisUrl(),
                "HTTP_PORT", "0");
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void finishesARequestInProgressBeforeItStops() {
        EchoService service = new EchoService(TokenForge.create());
        ServiceBench bench = ServiceBench.start(service, environment);
        CompletableFuture<Answer> request = CompletableFuture.supplyAsync(
                () -> bench.api().get("/api/fail/wait").send());
        service.waiting().await();

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(bench::close);
        Awaitility.await().until(() -> isRefused(bench.base().getPort()));
        service.release();

        assertThat(request.join().status()).isEqualTo(200);
        stopped.join();
    }

    @Test
    void reportsThatThePortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> start(Map.of("HTTP_PORT", String.valueOf(taken.getLocalPort()))))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage(
                            "Port %d is in use: stop what listens there or set HTTP_PORT to another.",
                            taken.getLocalPort());
        }
    }

    @Test
    void refusesAMalformedSettingFirst() {
        assertThatThrownBy(() -> start(Map.of("DATABASE_POOL_SIZE", "many")))
                .isInstanceOf(StartFailure.class)
                .hasMessage("DATABASE_POOL_SIZE is \"many\", but must be a whole number from 2 to 200.");
        assertThatThrownBy(() -> start(Map.of("LOOMI_ENVIRONMENT", "production")))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("LOOMI_ENVIRONMENT is not a setting");
    }

    @Test
    void onlyMigrates() {
        Map<String, String> fresh = new HashMap<>(environment);
        fresh.put("DATABASE_URL", Backend.shared().createDatabase("migrate"));

        assertThat(ServiceLauncher.migrate(SERVICE, fresh).await()).isEqualTo(1);
        assertThat(ServiceLauncher.migrate(SERVICE, fresh).await()).isZero();
    }

    @Test
    void startsTwoProcessesAtOnceOnAnEmptyDatabase() {
        Map<String, String> fresh = new HashMap<>(environment);
        fresh.put("DATABASE_URL", Backend.shared().createDatabase("two_at_once"));

        Future<RunningService> one = ServiceLauncher.start(SERVICE, fresh);
        Future<RunningService> two = ServiceLauncher.start(SERVICE, fresh);

        Future.all(one, two).await();
        Future.all(one.result().stop(), two.result().stop()).await();
    }

    private static RunningService start(Map<String, String> changes) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.putAll(changes);
        return ServiceLauncher.start(SERVICE, changed).await();
    }

    private static boolean isRefused(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return !socket.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }
}
