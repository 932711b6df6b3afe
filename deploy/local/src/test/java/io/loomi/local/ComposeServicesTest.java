package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits, health checks, secrets and mounts of each container, as Compose resolves the file. */
@NeedsCompose
@Slow
class ComposeServicesTest {

    private static final Set<String> INSTANCES =
            Set.of("customers-service", "customers-member", "transactions-service", "transactions-member");
    private static final Set<String> DATABASES = Set.of("customers-postgres", "transactions-postgres");
    private static final Set<String> OBSERVABILITY =
            Set.of("prometheus", "alertmanager", "blackbox", "grafana", "jaeger");
    private static final Pattern LOOPBACK = Pattern.compile("127\\.0\\.0\\.1");

    private static ResolvedComposeFile compose;

    @BeforeAll
    static void read() {
        compose = ResolvedComposeFile.with(Map.of());
    }

    @Test
    void startsTheWholeBank() {
        assertThat(compose.services())
                .containsOnlyKeys(Stream.of(INSTANCES, DATABASES, OBSERVABILITY, Set.of("nginx", "redis"))
                        .flatMap(Set::stream)
                        .toList());
        assertThat(compose.bank().getJsonObject("networks"))
                .extracting(Map.Entry::getKey)
                .containsExactly("loomi-network");
    }

    @Test
    void limitsAndRestartsEachContainer() {
        assertThat(compose.services()).allSatisfy((name, service) -> {
            assertThat(service.getString("restart")).as(name).isEqualTo("unless-stopped");
            assertThat(Long.parseLong(service.getString("mem_limit"))).as(name).isBetween(1L << 26, 1L << 29);
            assertThat(service.getJsonObject("logging"))
                    .as(name)
                    .isEqualTo(new JsonObject()
                            .put("driver", "local")
                            .put(
                                    "options",
                                    new JsonObject().put("max-file", "5").put("max-size", "50m")));
        });
    }

    @Test
    void checksTheHealthOfEachContainer() {
        Set<String> checked = compose.services().entrySet().stream()
                .filter(service -> service.getValue().containsKey("healthcheck"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        // our images have their own health checks; Jaeger's image has no program for one
        assertThat(checked)
                .containsExactlyInAnyOrder(
                        "nginx",
                        "redis",
                        "customers-postgres",
                        "transactions-postgres",
                        "prometheus",
                        "alertmanager",
                        "blackbox",
                        "grafana");
    }

    @Test
    void runsContainersThatFaceRequestsReadOnlyAndWithoutCapabilities() {
        for (String name : Set.of("nginx", "redis", "customers-service", "transactions-service")) {
            JsonObject service = compose.service(name);

            assertThat(service.getBoolean("read_only")).as(name).isTrue();
            assertThat(service.getJsonArray("cap_drop")).as(name).isEqualTo(JsonArray.of("ALL"));
            assertThat(service.getJsonArray("security_opt")).as(name).isEqualTo(JsonArray.of("no-new-privileges:true"));
        }
        assertThat(INSTANCES)
                .allSatisfy(name -> assertThat(compose.service(name).getInteger("pids_limit"))
                        .isEqualTo(128));
    }

    @Test
    void waitsForHealthyDependencies() {
        String healthy = "service_healthy";
        Map<String, String> transactions =
                Map.of("transactions-postgres", healthy, "redis", healthy, "customers-service", healthy);
        Map<String, String> customers = Map.of("customers-postgres", healthy, "redis", healthy);

        assertThat(compose.conditions("nginx"))
                .isEqualTo(Map.of("customers-service", healthy, "transactions-service", healthy));
        assertThat(compose.conditions("customers-service")).isEqualTo(customers);
        assertThat(compose.conditions("customers-member")).isEqualTo(customers);
        assertThat(compose.conditions("transactions-service")).isEqualTo(transactions);
        assertThat(compose.conditions("transactions-member")).isEqualTo(transactions);
    }

    @Test
    void givesEachContainerItsOwnSecretsOnly() {
        assertThat(compose.services().keySet().stream()
                        .filter(name -> !compose.secrets(name).isEmpty())
                        .collect(Collectors.toMap(name -> name, compose::secrets)))
                .isEqualTo(Map.of(
                        "customers-service",
                        Set.of("customers_database_password", "redis_url", "service_client_secret", "admin_password"),
                        "customers-member",
                        Set.of("customers_database_password", "redis_url", "service_client_secret", "admin_password"),
                        "transactions-service",
                        Set.of("transactions_database_password", "redis_url", "service_client_secret"),
                        "transactions-member",
                        Set.of("transactions_database_password", "redis_url", "service_client_secret"),
                        "customers-postgres",
                        Set.of("postgres_password", "customers_database_password"),
                        "transactions-postgres",
                        Set.of("postgres_password", "transactions_database_password"),
                        "redis",
                        Set.of("redis_password"),
                        "grafana",
                        Set.of("grafana_password")));
        assertThat(compose.volumes("customers-service")).containsExactly("/run/certificates", "/run/jwt_keys");
        assertThat(compose.volumes("transactions-service")).containsExactly("/run/certificates");
    }

    @Test
    void putsNoSecretIntoTheEnvironment() {
        assertThat(compose.services().keySet().stream()
                        .filter(name -> compose.service(name).containsKey("environment"))
                        .flatMap(name -> compose.environment(name).fieldNames().stream())
                        .filter(name -> name.matches(".*(PASSWORD|SECRET|REDIS_URL).*")))
                .isNotEmpty()
                .allMatch(name -> name.endsWith("_FILE"));
    }

    @Test
    void namesTheDataVolumesIndependentlyOfTheFolder() {
        assertThat(compose.bank().getString("name")).isEqualTo("loomi");
        for (String service : Set.of("customers", "transactions")) {
            assertThat(compose.bank()
                            .getJsonObject("volumes")
                            .getJsonObject(service + "-data")
                            .getString("name"))
                    .isEqualTo("loomi_" + service + "-data");
            assertThat(compose.volumes(service + "-postgres"))
                    .containsExactly("/docker-entrypoint-initdb.d/owner.sql", "/var/lib/postgresql");
            assertThat(compose.environment(service + "-postgres").getString("POSTGRES_USER"))
                    .isEqualTo("postgres");
        }
    }

    @Test
    void mountsOnlyExistingFilesOfTheProjectReadOnly() throws IOException {
        Path project = ResolvedComposeFile.PROJECT.toRealPath();

        for (Map.Entry<String, JsonObject> service : compose.services().entrySet()) {
            for (Object volume : service.getValue().getJsonArray("volumes", new JsonArray())) {
                JsonObject mount = (JsonObject) volume;
                if (mount.getString("type").equals("bind")) {
                    Path source = Path.of(mount.getString("source"));
                    assertThat(source).as(service.getKey()).startsWithRaw(project);
                    assertThat(mount.getBoolean("read_only")).as(mount.encode()).isTrue();
                    assertThat(source.startsWith(project.resolve("deploy/docker/secrets")) || Files.exists(source))
                            .as(mount.encode())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void publishesOnlyNginxBeyondThisMachine() {
        assertThat(compose.services()).allSatisfy((name, service) -> {
            for (Object port : service.getJsonArray("ports", new JsonArray())) {
                JsonObject published = (JsonObject) port;
                assertThat(name.equals("nginx") && published.getInteger("target") == 8080
                                || LOOPBACK.matcher(published.getString("host_ip", ""))
                                        .matches())
                        .as(name)
                        .isTrue();
            }
        });
        assertThat(INSTANCES).noneMatch(name -> compose.service(name).containsKey("ports"));
    }
}
