package io.loomi.common.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OidcConfigTest {

    private static final String URL = "https://login.example.com/realms/bank";

    @Test
    void trustsNoIssuerByDefault() {
        assertThat(OidcConfig.from(new Settings(Map.of()))).isEmpty();
    }

    @Test
    void keepsTheIssuerAsWrittenAndHasNoAdministratorsByDefault() {
        OidcConfig config = OidcConfig.from(new Settings(Map.of("OIDC_ISSUER", URL + "/", "OIDC_AUDIENCE", "bank")))
                .orElseThrow();

        assertThat(config.issuer()).isEqualTo(URL + "/");
        assertThat(config.rolesClaim()).isEqualTo("realm_access.roles");
        assertThat(config.adminRole()).isEmpty();
    }

    @Test
    void needsBothIssuerAndAudience() {
        refuses(Map.of("OIDC_ISSUER", URL), "OIDC_ISSUER and OIDC_AUDIENCE belong together");
        refuses(Map.of("OIDC_AUDIENCE", "bank"), "OIDC_ISSUER and OIDC_AUDIENCE belong together");
        refuses(Map.of("OIDC_ISSUER", "bank", "OIDC_AUDIENCE", "bank"), "OIDC_ISSUER is \"bank\", but must be a URL");
    }

    @Test
    void refusesTheBanksOwnIssuer() {
        refuses(
                Map.of("OIDC_ISSUER", URL, "OIDC_AUDIENCE", "bank", "JWT_ISSUER", URL),
                "OIDC_ISSUER is the same as JWT_ISSUER");
    }

    @Test
    void requiresHttpsInProduction() {
        refuses(
                Map.of("OIDC_ISSUER", "http://login", "OIDC_AUDIENCE", "bank", "LOOMI_ENV", "production"),
                "OIDC_ISSUER is not an https URL");
    }

    private static void refuses(Map<String, String> settings, String sentence) {
        assertThatThrownBy(() -> OidcConfig.from(new Settings(settings)))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith(sentence);
    }
}
