package io.loomi.common.config;

/** Where the service runs. Production refuses settings that are convenient but unsafe. */
public enum Environment {
    DEVELOPMENT,
    PRODUCTION;

    public static final Setting<Environment> SETTING = Setting.of(
                    "LOOMI_ENV",
                    SettingFormat.oneOf(Environment.class),
                    "`production` refuses to start without `JWT_PRIVATE_KEYS` and a `SERVICE_CLIENT_SECRET` of its own, "
                            + "and with secrets that are weak or public in this repository")
            .orElse("development");
}
