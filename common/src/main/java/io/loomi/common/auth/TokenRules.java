package io.loomi.common.auth;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;

/** What every access token of this bank says: who issued it and for whom. */
public record TokenRules(String issuer, String audience) {

    /** The {@code typ} in the header of an access token (RFC 9068), so that nothing else that is signed passes for one. */
    public static final String TYPE = "at+jwt";

    public static final Setting<String> ISSUER = Setting.of(
                    "JWT_ISSUER", SettingFormat.TEXT, "the `iss` of access tokens, the same in both services")
            .orElse("loomi");

    private static final String AUDIENCE = "loomi-api";

    public static TokenRules from(Settings settings) {
        return new TokenRules(settings.get(ISSUER), AUDIENCE);
    }
}
