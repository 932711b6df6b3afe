package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes raw bytes, and reads an answer piece by piece while the request is still being sent. */
public final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;

    /** The head of an answer. */
    public record Head(String status, List<String> headers) {

        public int code() {
            return Integer.parseInt(status.split(" ")[1]);
        }

        /** The values of a header, in order of arrival. */
        public List<String> all(String name) {
            return headers.stream()
                    .filter(header -> header.toLowerCase().startsWith(name.toLowerCase() + ":"))
                    .map(header -> header.substring(name.length() + 1).strip())
                    .toList();
        }
    }

    public RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    public RawClient write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public Head head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the end of a head after \"%s\"", head).isNotNegative();
            head.write(next);
        }
        List<String> lines =
                Arrays.asList(head.toString(StandardCharsets.ISO_8859_1).split("\r\n"));
        return new Head(lines.getFirst(), lines.subList(1, lines.size()));
    }

    public String body(Head head) throws IOException {
        int length = Integer.parseInt(head.all("Content-Length").getFirst());
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Reads until the other side closes or resets the connection. */
    public String rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(rest);
        } catch (SocketException reset) {
            return rest.toString(StandardCharsets.UTF_8); // a reset ends the answer, too
        }
        return rest.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
