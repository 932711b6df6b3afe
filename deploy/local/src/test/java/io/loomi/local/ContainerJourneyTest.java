package io.loomi.local;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.SecurityHeaderCheck;
import io.loomi.common.testing.Slow;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;

/**
 * Runs a customer's journey through the containers of {@code docker-compose.yml}, with two transactions instances and the images
 * of {@code ./loomi images}. Without Docker the test is skipped, unless {@code -Dcontainers=required}. With Docker, missing
 * images fail the test, unless {@code -Dcontainers=optional}.
 */
@Slow
class ContainerJourneyTest {

    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
    private static final List<String> IMAGES =
            List.of("localhost/loomi/customers:dev", "localhost/loomi/transactions:dev");
    private static final String NAME = "loomi-journey-" + Long.toHexString(System.nanoTime());
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    @TempDir
    private static Path secrets;

    private static ComposeContainer compose;
    private static GatewayClient bank;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        requireDockerAndImages();
        Process made = new ProcessBuilder(
                        PROJECT.resolve("deploy/docker/make-secrets").toString(), secrets.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor()).isZero();
        int port = freePort();
        compose = new ComposeContainer(NAME, new File(PROJECT.toFile(), "docker-compose.yml"))
                .withPull(false) // Compose pulls the missing images; ours exist
                .withStartupTimeout(TIMEOUT)
                .withEnv(Map.of(
                        "LOOMI_SECRETS",
                        secrets.toString(),
                        "LOOMI_SUBNET",
                        "172.29.82.0/24",
                        "NGINX_PUBLISH",
                        "127.0.0.1:" + port,
                        "NGINX_TLS_PUBLISH",
                        "127.0.0.1:" + freePort()))
                .withServices("nginx") // Nginx depends on all other services, so that they start, too
                .withScaledService("transactions-service", 2);
        compose.start();
        bank = new GatewayClient(port);
        Awaitility.await()
                .atMost(TIMEOUT)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(bank.customers().get("/health").send().body())
                                .isEqualTo("{\"status\":\"up\"}"));
    }

    @AfterAll
    static void stop() {
        if (compose != null) {
            compose.stop();
        }
    }

    @Test
    void survivesTheDeathOfAnInstance() {
        assertThat(bank.register("ana@example.com")).hasStatus(201);
        String token = bank.signIn("ana@example.com");
        assertThat(bank.credit(token, "100.50")).hasStatus(201);
        assertThat(bank.debit(token, "1000.00")).isProblem(422, "insufficient-funds");
        assertThat(bank.register("bia@example.com")).hasStatus(201);
        assertThat(bank.transfer(token, "bia@example.com", "10.25")).hasStatus(201);
        Answer hidden = bank.customers().get("/metrics").send();
        assertThat(hidden).isProblem(404, "not-found");
        SecurityHeaderCheck.checkBehindNginx(hidden);

        docker().killContainerCmd(containers("transactions-service").getFirst().getId())
                .exec();

        // The address of a removed container does not answer: a request may be lost until Nginx resolves the names
        // again.
        Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
            for (int i = 0; i < 10; i++) {
                assertThat(bank.account(token)).hasStatus(200);
            }
        });
        assertThat(bank.debit(token, "20.25")).hasStatus(201);
        assertThat(bank.account(token).body()).contains("\"balance\":70.00,");
    }

    @Test
    void runsTheServicesWithLeastPrivilege() {
        for (String service : List.of("customers-service", "transactions-service")) {
            InspectContainerResponse container = docker().inspectContainerCmd(
                            containers(service).getFirst().getId())
                    .exec();

            assertThat(container.getConfig().getUser()).isEqualTo("10001:10001");
            assertThat(container.getHostConfig().getReadonlyRootfs()).isTrue();
            assertThat(container.getHostConfig().getCapDrop())
                    .extracting(Enum::name)
                    .containsExactly("ALL");
            assertThat(container.getHostConfig().getPortBindings().getBindings())
                    .isEmpty();
            assertThat(container.getConfig().getLabels()).containsKey("org.opencontainers.image.revision");
            assertThat(container.getConfig().getEnv()).noneMatch(set -> set.matches("(?i).*(secret|password)=.+"));
            assertThat(container.getState().getHealth().getStatus()).isEqualTo("healthy");
        }
    }

    /** The running containers of one service of this test. */
    private static List<Container> containers(String service) {
        List<Container> all = docker().listContainersCmd().exec().stream()
                .filter(container -> container
                        .getLabels()
                        .getOrDefault("com.docker.compose.project", "")
                        .startsWith(NAME))
                .filter(container -> service.equals(container.getLabels().get("com.docker.compose.service")))
                .toList();
        assertThat(all).as(service).isNotEmpty();
        return all;
    }

    private static void requireDockerAndImages() {
        String mode = System.getProperty("containers", "");
        if (!mode.equals("required")) {
            assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "Docker is not available");
        }
        List<String> missing = IMAGES.stream().filter(image -> !exists(image)).toList();
        if (mode.equals("optional")) {
            assumeTrue(missing.isEmpty(), "the images are not built");
        }
        assertThat(missing)
                .as("missing images: build them with ./loomi images, or skip this test with -Dcontainers=optional")
                .isEmpty();
    }

    private static boolean exists(String image) {
        try {
            docker().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException absent) {
            return false;
        }
    }

    private static DockerClient docker() {
        return DockerClientFactory.lazyClient();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
