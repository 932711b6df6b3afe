package io.loomi.common.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends bytes that no HTTP client would send, and shows what comes back. */
public final class RawAnswers {

    private static final int QUIET_MILLIS = 1500;

    private RawAnswers() {}

    /** Everything that is answered until the service closes the connection or says nothing more. */
    public static String to(URI base, String request) {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(QUIET_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] part = new byte[8192];
            for (int read = socket.getInputStream().read(part);
                    read > 0;
                    read = socket.getInputStream().read(part)) {
                answer.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketTimeoutException quiet) {
            return answer.toString();
        } catch (IOException failure) {
            if (answer.isEmpty()) {
                throw new UncheckedIOException(failure);
            }
        }
        return answer.toString();
    }
}
