package io.loomi.common.auth;

import io.loomi.common.config.Environment;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.tls.TrustedAuthorities;
import java.util.List;
import java.util.Optional;

/**
 * An external issuer: an OpenID Connect provider that is trusted in addition to customers.
 *
 * @param issuer exactly as its tokens and its discovery document write it
 * @param audience the {@code aud} of its access tokens for this bank
 * @param rolesClaim the claim that lists a customer's roles, or the path to it
 * @param adminRole the role that makes an administrator here; when empty, this issuer has no administrators
 * @param authorities who may sign the issuer's certificate; empty for the JDK's own list
 */
public record OidcConfig(
        String issuer,
        String audience,
        String rolesClaim,
        Optional<String> adminRole,
        Optional<TrustedAuthorities> authorities) {

    private static final Setting<String> ISSUER = Setting.of(
            "OIDC_ISSUER",
            new SettingFormat<>(SettingFormat.HTTP_URL.expectation(), OidcConfig::requireUrl),
            "the external issuer (OpenID Connect) whose access tokens are accepted, exactly as in its tokens, "
                    + "`https://login.example.com/realms/bank`");

    private static final Setting<String> AUDIENCE = Setting.of(
            "OIDC_AUDIENCE",
            SettingFormat.TEXT,
            "the `aud` that access tokens of `OIDC_ISSUER` must contain: the name of this API, not of a client");

    private static final Setting<String> ROLES_CLAIM = Setting.of(
                    "OIDC_ROLES_CLAIM",
                    SettingFormat.TEXT,
                    "the claim in access tokens of `OIDC_ISSUER` that lists a customer's roles, or the path to it")
            .orElse("realm_access.roles");

    private static final Setting<String> ADMIN_ROLE = Setting.of(
            "OIDC_ADMIN_ROLE",
            SettingFormat.TEXT,
            "the role that makes a customer of `OIDC_ISSUER` an administrator of this bank; unless set, that issuer has no administrators");

    public static final List<Setting<?>> SETTINGS =
            List.of(ISSUER, AUDIENCE, ROLES_CLAIM, ADMIN_ROLE, TrustedAuthorities.SETTING);

    /**
     * Empty when no issuer is set.
     *
     * @throws StartFailure when only one of issuer and audience is set, when the issuer is the bank's own, or when it
     *     is not https in production
     */
    public static Optional<OidcConfig> from(Settings settings) {
        Optional<String> issuer = settings.find(ISSUER);
        Optional<String> audience = settings.find(AUDIENCE);
        if (issuer.isPresent() != audience.isPresent()) {
            throw new StartFailure("OIDC_ISSUER and OIDC_AUDIENCE belong together: set both or neither.");
        }
        return issuer.map(name -> {
            if (name.equals(settings.get(TokenRules.ISSUER))) {
                throw new StartFailure("OIDC_ISSUER is the same as JWT_ISSUER: set it to the external issuer.");
            }
            if (settings.get(Environment.SETTING) == Environment.PRODUCTION && !name.startsWith("https://")) {
                throw new StartFailure("OIDC_ISSUER is not an https URL: production requires https.");
            }
            return new OidcConfig(
                    name,
                    audience.orElseThrow(),
                    settings.get(ROLES_CLAIM),
                    settings.find(ADMIN_ROLE),
                    settings.find(TrustedAuthorities.SETTING));
        });
    }

    private static String requireUrl(String text) {
        return SettingFormat.HTTP_URL.parser().apply(text).toString(); // a URI keeps its text unchanged
    }
}
