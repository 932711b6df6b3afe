package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Settings for Compose reach the containers. */
@NeedsCompose
@Slow
class ComposeSettingsTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| `([A-Z_]+)` \\| (both|customers|transactions) \\|", Pattern.MULTILINE);

    /** The settings of docs/settings.md that do not apply to containers, with the reason. */
    private static final Map<String, String> EXCLUDED = Map.of(
            "DATA_FOLDER", "development only",
            "HTTP_HOST", "a container has its own address",
            "HTTP_PORT", "set in the image, the same for both services",
            "LOOMI_CLUSTER_BUS_PORT", "a container has its own address",
            "LOOMI_CLUSTER_PORT", "a container has its own address",
            "LOOMI_CLUSTER_DNS", "the list of members names all of Compose's services",
            "LOOMI_CONFIG", "its contents are set in .env",
            "OTEL_SERVICE_NAME", "one name would merge both services in traces",
            "TLS_CERTIFICATE", "Nginx terminates TLS and calls the services over HTTP",
            "TLS_PRIVATE_KEY", "Nginx terminates TLS and calls the services over HTTP");

    @Test
    void passesOnEveryDocumentedSetting() throws IOException {
        ResolvedComposeFile compose = ResolvedComposeFile.with(Map.of());

        for (String service : Set.of("customers", "transactions")) {
            Set<String> expected = ROW.matcher(
                            Files.readString(ResolvedComposeFile.PROJECT.resolve("docs/settings.md")))
                    .results()
                    .filter(row -> Set.of("both", service).contains(row.group(2)))
                    .map(row -> row.group(1))
                    .filter(name -> !EXCLUDED.containsKey(name))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(compose.settings(service + "-service"))
                    .hasSizeGreaterThan(20)
                    .isEqualTo(expected);
        }
    }

    @Test
    void passesOnTheValuesOfSettings() {
        ResolvedComposeFile compose = ResolvedComposeFile.with(Map.of(
                "OIDC_ISSUER", "https://login.example.com/realms/bank",
                "LOOMI_CLUSTER_CA", "/run/certificates/ca.pem"));

        for (String service : Set.of("customers-service", "customers-member", "transactions-service")) {
            assertThat(compose.environment(service).getString("OIDC_ISSUER"))
                    .isEqualTo("https://login.example.com/realms/bank");
            assertThat(compose.environment(service).getString("LOOMI_CLUSTER_CA"))
                    .isEqualTo("/run/certificates/ca.pem");
            assertThat(compose.environment(service).getString("OIDC_AUDIENCE")).isNull();
        }
    }

    @Test
    void usesLocalImagesByDefault() {
        assertThat(images(ResolvedComposeFile.with(Map.of())))
                .containsExactlyInAnyOrder("localhost/loomi/customers:dev", "localhost/loomi/transactions:dev");
        assertThat(images(ResolvedComposeFile.with(
                        Map.of("LOOMI_IMAGES", "registry.example.com/bank", "LOOMI_VERSION", "1.2.3"))))
                .containsExactlyInAnyOrder(
                        "registry.example.com/bank/customers:1.2.3", "registry.example.com/bank/transactions:1.2.3");
    }

    @Test
    void keepsTheNumberOfInstances() {
        ResolvedComposeFile compose = ResolvedComposeFile.with(Map.of("TRANSACTIONS_INSTANCES", "3"));

        assertThat(compose.service("customers-service").getInteger("scale")).isEqualTo(1);
        assertThat(compose.service("transactions-service").getInteger("scale")).isEqualTo(3);
        assertThat(compose.service("transactions-member").getInteger("scale")).isEqualTo(1);
    }

    @Test
    void tracesEveryInstanceWithTheObservabilityFile() {
        ResolvedComposeFile compose = ResolvedComposeFile.with(Map.of(), "deploy/observability/compose.yml");

        for (String service :
                Set.of("customers-service", "customers-member", "transactions-service", "transactions-member")) {
            assertThat(compose.environment(service).getString("OTEL_EXPORTER_OTLP_ENDPOINT"))
                    .as(service)
                    .isEqualTo("http://jaeger:4318");
        }
        assertThat(compose.environment("transactions-member").getString("LOOMI_CLUSTER"))
                .isEqualTo("true");
    }

    @Test
    void linksNotificationsToReachableAddresses() {
        ResolvedComposeFile compose =
                ResolvedComposeFile.with(Map.of("ALERTMANAGER_URL", "https://alerts.example.com"));

        assertThat(compose.service("prometheus").getJsonArray("command"))
                .contains("--web.external-url=http://localhost:9090");
        assertThat(compose.service("alertmanager").getJsonArray("command"))
                .contains("--web.external-url=https://alerts.example.com");
    }

    @Test
    void clustersOnlyTheMembersOfTheProfile() {
        ResolvedComposeFile compose = ResolvedComposeFile.with(Map.of());

        assertThat(compose.environment("customers-member").getString("LOOMI_CLUSTER"))
                .isEqualTo("true");
        assertThat(compose.environment("customers-service").getString("LOOMI_CLUSTER"))
                .isNull();
    }

    private static Set<String> images(ResolvedComposeFile compose) {
        return Set.of("customers-service", "customers-member", "transactions-service", "transactions-member").stream()
                .map(name -> compose.service(name).getString("image"))
                .collect(Collectors.toSet());
    }
}
