package io.loomi.common.auth;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;

/** The issuer and audience of this bank's access tokens. */
public record TokenRules(String issuer, String audience) {

    /**
     * The {@code typ} header of access tokens (RFC 9068). It keeps other signed tokens from passing as access tokens.
     */
    public static final String TYPE = "at+jwt";

    public static final Setting<String> ISSUER = Setting.of(
                    "JWT_ISSUER", SettingFormat.TEXT, "the `iss` of access tokens, the same in both services")
            .orElse("loomi");

    private static final String AUDIENCE = "loomi-api";

    public static TokenRules from(Settings settings) {
        return new TokenRules(settings.get(ISSUER), AUDIENCE);
    }
}
