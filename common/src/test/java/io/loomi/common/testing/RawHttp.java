package io.loomi.common.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends bytes that a well-behaved client would not, and reads what comes back until the connection ends. */
public final class RawHttp {

    private static final int PATIENCE_MILLIS = 10_000;

    private RawHttp() {}

    /** @param request everything, CRLFs included; it must ask for {@code Connection: close} or be unreadable */
    public static String send(URI base, String request) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new AssertionError("no answer", failure);
        }
    }
}
