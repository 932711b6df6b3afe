package io.loomi.common.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sends raw bytes that no HTTP client would send, and returns the response. */
public final class RawAnswers {

    private static final int READ_TIMEOUT_MILLIS = 1500;

    private RawAnswers() {}

    /** The response to a single request that closes its connection. */
    public static Answer answer(URI base, String request) {
        String[] parts = to(base, request).split("\r\n\r\n", 2);
        List<String> head = parts[0].lines().toList();
        int status = Integer.parseInt(head.getFirst().split(" ")[1]);
        Map<String, List<String>> headers = head.stream()
                .skip(1)
                .map(line -> line.split(": ?", 2))
                .collect(Collectors.groupingBy(
                        line -> line[0], Collectors.mapping(line -> line[1], Collectors.toList())));
        byte[] body = (parts.length < 2 ? "" : parts[1]).getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(status, HttpHeaders.of(headers, (_, _) -> true), new String(body, StandardCharsets.UTF_8));
    }

    /** Everything that is received until the service closes the connection or sends nothing more. */
    public static String to(URI base, String request) {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
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
