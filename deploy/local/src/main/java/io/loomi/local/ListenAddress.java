package io.loomi.local;

import io.loomi.common.auth.ServiceCredentials;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.http.HttpConfig;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * The address that people reach the bank at. One with a known demo user is for this machine only, unless somebody says otherwise
 * with {@code HTTP_HOST}.
 *
 * @param name an address or the name of one
 */
public record ListenAddress(String name) {

    /** Where everything listens that only this machine may reach. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final Setting<String> HOST = Setting.of(
                    HttpConfig.HOST.name(), SettingFormat.TEXT, HttpConfig.HOST.meaning())
            .orElse(LOOPBACK);

    private static final String SERVICE_SECRET = ServiceCredentials.CLIENT_SECRET.name();
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    public static ListenAddress of(Map<String, String> environment) {
        return new ListenAddress(new Settings(environment).get(HOST));
    }

    boolean isThisMachineOnly() {
        return name.startsWith("127.") || name.equals("localhost") || name.equals("::1");
    }

    /** An address under which it can be called from here. */
    public String reachable() {
        return name.equals(HttpConfig.HOST.fallback()) ? LOOPBACK : name;
    }

    /** As in a URL. */
    public String withPort(int port) {
        return (name.contains(":") ? "[" + name + "]:" : name + ":") + port;
    }

    /** Where strangers come in, the services share a secret of this run's own: the one for development is known to everybody. */
    public void replaceKnownSecret(Map<String, String> settings) {
        if (!isThisMachineOnly() && settings.getOrDefault(SERVICE_SECRET, "").isBlank()) {
            byte[] secret = new byte[SECRET_BYTES];
            RANDOM.nextBytes(secret);
            settings.put(SERVICE_SECRET, HexFormat.of().formatHex(secret));
        }
    }
}
