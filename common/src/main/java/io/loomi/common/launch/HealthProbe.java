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
 * Asks the service on this machine whether it is ready, for a container's health check: exit code 0 or 1. It is a class of
 * its own so that the check needs neither a shell nor the libraries, and speaks over a socket, as a JVM that starts every few
 * seconds should load little.
 */
public final class HealthProbe {

    private static final int PATIENCE_MILLIS = 2500;
    private static final String REQUEST = "GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

    private HealthProbe() {}

    public static void main(String... arguments) {
        Runtime.getRuntime().halt(isReady(System.getenv()) ? 0 : 1);
    }

    /** @param environment that of the service: {@code HTTP_PORT}, and {@code TLS_CERTIFICATE} where it speaks TLS */
    static boolean isReady(Map<String, String> environment) {
        String certificate = environment.getOrDefault("TLS_CERTIFICATE", "");
        try (Socket plain = new Socket()) {
            int port = Integer.parseInt(environment.getOrDefault("HTTP_PORT", "3000"));
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
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

    /** Over TLS with whoever has this very certificate: it is made out to the bank's name, and not to this address. */
    private static Socket secured(Socket plain, Path certificate) throws IOException, GeneralSecurityException {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            // the first is the service's own, which is trusted as it is; what follows is its chain
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
