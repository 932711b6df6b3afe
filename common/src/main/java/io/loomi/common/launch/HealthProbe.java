package io.loomi.common.launch;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks the service on this machine whether it is ready, for a container's health check: exit code 0 or 1. It is a class of
 * its own so that the check needs neither a shell nor the libraries.
 */
public final class HealthProbe {

    private static final int PATIENCE_MILLIS = 2500;

    private HealthProbe() {}

    public static void main(String... arguments) {
        Runtime.getRuntime().halt(isReady(System.getenv().getOrDefault("HTTP_PORT", "3000")) ? 0 : 1);
    }

    static boolean isReady(String port) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/health/ready")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException | IllegalArgumentException unreachable) {
            return false;
        }
    }
}
