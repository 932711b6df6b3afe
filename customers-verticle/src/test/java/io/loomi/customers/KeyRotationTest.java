package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.loomi.common.config.StartFailure;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.customers.services.SigningKey;
import io.loomi.customers.services.SigningKeyPem;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signing keys, and their rotation while the service runs. */
@Slow
class KeyRotationTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static String database;

    @TempDir
    private Path folder;

    @BeforeAll
    static void createDatabase() {
        database = Backend.shared().createDatabase("customers_rotation");
    }

    @Test
    void rotatesKeysWithoutARestartOrASignOut() throws Exception {
        String old = pem("EC");
        String next = pem("Ed25519");
        Path file = Files.writeString(folder.resolve("keys.pem"), old);
        try (ServiceBench service = start(Map.of("JWT_PRIVATE_KEYS", file.toString()))) {
            JsonObject before = signIn(service, "before@example.com");
            assertThat(keyOf(before)).isEqualTo(id(old));

            Files.writeString(file, old + next);
            await().atMost(TIMEOUT).until(() -> published(service), List.of(id(old), id(next))::equals);
            assertThat(keyOf(login(service, "before@example.com"))).isEqualTo(id(old));

            Files.writeString(file, next + old);
            await().atMost(TIMEOUT).until(() -> published(service), List.of(id(next), id(old))::equals);
            JsonObject after = login(service, "before@example.com");
            assertThat(keyOf(after)).isEqualTo(id(next));
            assertThat(me(service, before)).hasStatus(200);
            assertThat(me(service, after)).hasStatus(200);
            assertThat(algorithmOf(after)).isEqualTo("EdDSA");

            Files.writeString(file, next);
            await().atMost(TIMEOUT).until(() -> published(service), List.of(id(next))::equals);
            assertThat(me(service, before)).isProblem(401, "invalid-token");
            assertThat(me(service, after)).hasStatus(200);

            JsonObject refreshed = refresh(service, before).json();
            assertThat(keyOf(refreshed)).isEqualTo(id(next));
            assertThat(me(service, refreshed)).hasStatus(200);
            assertThat(refresh(service, refreshed)).hasStatus(200);
        }
    }

    @Test
    void endsTheSessionOfAStolenRefreshTokenAfterItsKeyWasRemoved() throws Exception {
        String old = pem("EC");
        String next = pem("Ed25519");
        Path file = Files.writeString(folder.resolve("keys.pem"), old);
        try (ServiceBench service = start(Map.of("JWT_PRIVATE_KEYS", file.toString()))) {
            JsonObject stolen = signIn(service, "stolen@example.com");
            Files.writeString(file, next);
            await().atMost(TIMEOUT).until(() -> published(service), List.of(id(next))::equals);
            JsonObject thiefs =
                    refresh(service, refresh(service, stolen).json()).json();

            assertThat(refresh(service, stolen)).hasStatus(401);

            assertThat(refresh(service, thiefs)).hasStatus(401);
        }
    }

    @Test
    void keepsItsKeysWhileTheirReplacementIsBroken() throws Exception {
        String first = pem("Ed25519");
        String second = pem("EC");
        Path file = Files.writeString(folder.resolve("10-now.pem"), first);
        Path added = folder.resolve("20-next.pem");
        try (ServiceBench service = start(Map.of("JWT_PRIVATE_KEYS", folder.toString()))) {
            Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
            Files.writeString(added, second);
            await().during(Duration.ofSeconds(5))
                    .atMost(TIMEOUT)
                    .until(() -> published(service), List.of(id(first))::equals);

            Files.writeString(file, first);
            await().atMost(TIMEOUT).until(() -> published(service), List.of(id(first), id(second))::equals);

            Files.delete(file);
            await().atMost(TIMEOUT).until(() -> published(service), List.of(id(second))::equals);

            Files.delete(added);
            await().during(Duration.ofSeconds(5))
                    .atMost(TIMEOUT)
                    .until(() -> published(service), List.of(id(second))::equals);
        }
    }

    @Test
    void keepsTheDevelopmentKeyInTheDataFolder() {
        Map<String, String> settings =
                Map.of("DATA_FOLDER", folder.resolve("data").toString());
        JsonObject before;
        try (ServiceBench service = start(settings)) {
            before = signIn(service, "kept@example.com");
        }
        try (ServiceBench service = start(settings)) {
            assertThat(me(service, before)).hasStatus(200);
        }
    }

    @Test
    void refusesASampleKeyInProduction() {
        assertThatThrownBy(() -> start(production(Map.of("JWT_PRIVATE_KEYS", CustomersBench.KEY))))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("JWT_PRIVATE_KEYS has a key that is public in Loomi's repository");
    }

    @Test
    void refusesACommonAdministratorPasswordInProduction() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "JWT_PRIVATE_KEYS", pem("EC"), "ADMIN_EMAIL", "a@example.com", "ADMIN_PASSWORD", "qwertyuiop12"));

        assertThatThrownBy(() -> start(production(settings)))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("ADMIN_PASSWORD is a common password");

        settings.put("ADMIN_PASSWORD", "qwertyuiop12 indeed");
        assertThatThrownBy(() -> start(production(settings))).hasMessageNotContaining("ADMIN_PASSWORD");
    }

    @Test
    void reportsAMissingKeyFile() {
        assertThatThrownBy(() -> start(
                        Map.of("JWT_PRIVATE_KEYS", folder.resolve("none.pem").toString())))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("JWT_PRIVATE_KEYS names a file that cannot be read");
        assertThatThrownBy(() -> start(Map.of("JWT_PRIVATE_KEYS", folder.toString())))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("JWT_PRIVATE_KEYS names a folder without any *.pem file");
    }

    private static ServiceBench start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "DATABASE_URL",
                database,
                "TRANSACTIONS_SERVICE_URL",
                TransactionsDouble.shared().url()));
        settings.putAll(more);
        return ServiceBench.start(new Customers(Clock.systemUTC()), settings);
    }

    /** Valid settings of production, with a database that does not exist. */
    private static Map<String, String> production(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "LOOMI_ENV", "production",
                "SERVICE_CLIENT_SECRET", "a secret of this test alone, long enough",
                "DATABASE_URL", "postgresql://bank:a-password-of-its-own@127.0.0.1:1/customers"));
        settings.putAll(more);
        return settings;
    }

    private static JsonObject signIn(ServiceBench service, String email) {
        service.api()
                .post("/api/users")
                .json("{\"name\": \"Ana\", \"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD));
        return login(service, email);
    }

    private static JsonObject login(ServiceBench service, String email) {
        return service.api()
                .post("/api/auth/login")
                .json("{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD))
                .json();
    }

    private static Answer refresh(ServiceBench service, JsonObject tokens) {
        return service.api()
                .post("/api/auth/refresh")
                .json("{\"refreshToken\": \"%s\"}".formatted(tokens.getString("refreshToken")));
    }

    private static Answer me(ServiceBench service, JsonObject tokens) {
        return service.api()
                .get("/api/users/me")
                .as(tokens.getString("accessToken"))
                .send();
    }

    private static List<String> published(ServiceBench service) {
        return service.api().get("/.well-known/jwks.json").send().json().getJsonArray("keys").stream()
                .map(key -> ((JsonObject) key).getString("kid"))
                .toList();
    }

    private static String keyOf(JsonObject tokens) {
        return Tokens.headerOf(tokens.getString("accessToken")).getString("kid");
    }

    private static String algorithmOf(JsonObject tokens) {
        return Tokens.headerOf(tokens.getString("accessToken")).getString("alg");
    }

    private static String id(String pem) {
        return SigningKeyPem.read(pem).stream().map(SigningKey::id).findFirst().orElseThrow();
    }

    private static String pem(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(256);
        }
        var pair = generator.generateKeyPair();
        return block("PRIVATE KEY", pair.getPrivate().getEncoded())
                + block("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(content));
    }
}
