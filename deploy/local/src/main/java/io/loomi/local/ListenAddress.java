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
 * The address that the bank listens on. The demo user's password is public, so it is the loopback address unless {@code HTTP_HOST}
 * names another.
 *
 * @param name an IP address or a host name
 */
public record ListenAddress(String name) {

    /** The listen address of everything that only this machine may call. */
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

    boolean isLoopback() {
        return name.startsWith("127.") || name.equals("localhost") || name.equals("::1");
    }

    /** The address to call from this machine. */
    public String reachable() {
        return name.equals(HttpConfig.HOST.defaultValue()) ? LOOPBACK : name;
    }

    /** Host and port, as in a URL. */
    public String withPort(int port) {
        return (name.contains(":") ? "[" + name + "]:" : name + ":") + port;
    }

    /** Generates a service secret for this run if other machines can connect, because the development secret is public. */
    public void replaceDevelopmentSecret(Map<String, String> settings) {
        if (!isLoopback() && settings.getOrDefault(SERVICE_SECRET, "").isBlank()) {
            byte[] secret = new byte[SECRET_BYTES];
            RANDOM.nextBytes(secret);
            settings.put(SERVICE_SECRET, HexFormat.of().formatHex(secret));
        }
    }
}
