package io.loomi.customers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomersConfigTest {

    private static final Map<String, String> MINIMUM = Map.of(
            "DATABASE_URL",
            "postgresql://u:p@db/customers",
            "REDIS_URL",
            "redis://redis",
            "TRANSACTIONS_SERVICE_URL",
            "http://transactions:3002");

    @Test
    void needsOnlyItsDatabaseRedisAndTransactionsInDevelopment() {
        CustomersConfig config = CustomersConfig.from(new Settings(MINIMUM));

        assertThat(config.http().port()).isEqualTo(3001);
        assertThat(config.privateKeys()).isEmpty();
        assertThat(config.administrator()).isEmpty();
        assertThat(config.transactions().id()).isEqualTo("transactions");
    }

    @Test
    void needsKeysInProduction() {
        refuses(Map.of("LOOMI_ENV", "production"), "JWT_PRIVATE_KEYS is not set: production needs the keys");
    }

    @Test
    void needsAServiceSecretInProduction() {
        Map<String, String> production = Map.of("LOOMI_ENV", "production", "JWT_PRIVATE_KEYS", "key.pem");
        refuses(production, "SERVICE_CLIENT_SECRET is not set to a secret of its own: production needs");

        Map<String, String> complete = new HashMap<>(MINIMUM);
        complete.putAll(production);
        complete.put("SERVICE_CLIENT_SECRET", "x".repeat(32));
        refuses(complete, "SERVICE_CLIENT_SECRET repeats a few characters: production needs");

        complete.put("SERVICE_CLIENT_SECRET", "0123456789abcdef0123456789abcdef");
        assertThat(CustomersConfig.from(new Settings(complete)).privateKeys()).containsExactly("key.pem");
    }

    @Test
    void needsEmailAndPasswordOfTheAdministrator() {
        refuses(Map.of("ADMIN_EMAIL", "a@b.c"), "ADMIN_EMAIL and ADMIN_PASSWORD belong together");
        refuses(
                Map.of("ADMIN_EMAIL", "a@b.c", "ADMIN_PASSWORD", "short"),
                "ADMIN_PASSWORD must be 8 to 128 characters.");
        refuses(Map.of("ADMIN_EMAIL", "a", "ADMIN_PASSWORD", "long enough"), "ADMIN_EMAIL must be an e-mail address");
    }

    private static void refuses(Map<String, String> more, String sentence) {
        Map<String, String> settings = new HashMap<>(MINIMUM);
        settings.putAll(more);
        assertThatThrownBy(() -> CustomersConfig.from(new Settings(settings)))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith(sentence);
    }
}
