package io.loomi.common.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * The health check of a container: exits with 0 if the service on this machine is ready, else with 1. It needs neither
 * a shell nor libraries, and uses a plain socket, because a JVM that starts every few seconds should load few classes.
 */
public final class HealthProbe {

    private static final int TIMEOUT_MILLIS = 2500;
    private static final String REQUEST = "GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

    private HealthProbe() {}

    public static void main(String... arguments) {
        Runtime.getRuntime().halt(isReady(System.getenv()) ? 0 : 1);
    }

    /** @param environment of the service: {@code HTTP_PORT}, and {@code TLS_CERTIFICATE} if it uses TLS */
    static boolean isReady(Map<String, String> environment) {
        String certificate = environment.getOrDefault("TLS_CERTIFICATE", "");
        try (Socket plain = new Socket()) {
            int port = Integer.parseInt(environment.getOrDefault("HTTP_PORT", "3000"));
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            plain.setSoTimeout(TIMEOUT_MILLIS);
            return certificate.isBlank() ? answersOk(plain) : answersOk(secured(plain, Path.of(certificate)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreachable) {
            return false;
        }
    }

    private static boolean answersOk(Socket socket) throws IOException {
        socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        BufferedReader answer =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String status = answer.readLine();
        return status != null && status.startsWith("HTTP/1.1 200 ");
    }

    /** Trusts exactly this certificate, because it is issued for the bank's name and not for this address. */
    private static Socket secured(Socket plain, Path certificate) throws IOException, GeneralSecurityException {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            // the first certificate is the service's own; its chain follows and is not needed
            Certificate own = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            known.setCertificateEntry("service", own);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocketFactory sockets = context.getSocketFactory();
        return sockets.createSocket(plain, "localhost", plain.getPort(), true);
    }
}
