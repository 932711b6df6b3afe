package io.loomi.common.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceCredentialsTest {

    private static final String LONG_SECRET = "0123456789abcdef0123456789abcdef";

    private static final ServiceCredentials CREDENTIALS = new ServiceCredentials("transactions", LONG_SECRET);

    @Test
    void needNoSettingsInDevelopment() {
        ServiceCredentials credentials = ServiceCredentials.from(new Settings(Map.of()));

        assertThat(credentials.id()).isEqualTo("transactions");
        assertThat(credentials.secret()).isEqualTo("development-only-secret");
    }

    @Test
    void matchOnlyAsAWhole() {
        assertThat(CREDENTIALS.match("transactions", LONG_SECRET)).isTrue();
        assertThat(CREDENTIALS.match("transactions", LONG_SECRET + "0")).isFalse();
        assertThat(CREDENTIALS.match("transactions", "")).isFalse();
        assertThat(CREDENTIALS.match("Transactions", LONG_SECRET)).isFalse();
        assertThat(CREDENTIALS.match("transactions" + LONG_SECRET, "")).isFalse();
    }

    @Test
    void mustBeHardToGuessInProduction() {
        refusesInProduction(Map.of(), "SERVICE_CLIENT_SECRET is not set to a secret of its own: production needs one");
        refusesInProduction(
                Map.of("SERVICE_CLIENT_SECRET", "development-only-secret"),
                "SERVICE_CLIENT_SECRET is not set to a secret of its own: production needs one");
        refusesInProduction(
                Map.of("SERVICE_CLIENT_SECRET", LONG_SECRET.substring(1)),
                "SERVICE_CLIENT_SECRET is too short: production needs one of 32 characters or more");

        refusesInProduction(
                Map.of("SERVICE_CLIENT_SECRET", "x".repeat(32)),
                "SERVICE_CLIENT_SECRET repeats a few characters: production needs one of 32 characters or more, 8 of them");
        refusesInProduction(
                Map.of("SERVICE_CLIENT_SECRET", "changeme".repeat(8)),
                "SERVICE_CLIENT_SECRET repeats a few characters");

        assertThat(production(Map.of("SERVICE_CLIENT_SECRET", LONG_SECRET)).secret())
                .isEqualTo(LONG_SECRET);
    }

    @Test
    void haveAnIdThatFitsInAHeader() {
        assertThatThrownBy(() -> ServiceCredentials.from(new Settings(Map.of("SERVICE_CLIENT_ID", "a:b"))))
                .isInstanceOf(StartFailure.class)
                .hasMessage("SERVICE_CLIENT_ID is \"a:b\", but must be 1 to 64 letters, digits, dots, dashes and "
                        + "underscores.");
        assertThatThrownBy(() -> new ServiceCredentials("", LONG_SECRET)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ServiceCredentials("transactions", " "))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doNotPrintTheirSecret() {
        assertThat(CREDENTIALS).hasToString("ServiceCredentials[transactions]");
    }

    private static void refusesInProduction(Map<String, String> settings, String sentence) {
        assertThatThrownBy(() -> production(settings))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith(sentence)
                .message()
                .doesNotContain(LONG_SECRET.substring(1));
    }

    private static ServiceCredentials production(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("LOOMI_ENV", "production");
        return ServiceCredentials.from(new Settings(all));
    }
}
