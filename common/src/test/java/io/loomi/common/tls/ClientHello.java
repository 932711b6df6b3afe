package io.loomi.common.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;

/** The start of a TLS handshake with a version that the JDK does not offer. */
final class ClientHello {

    private ClientHello() {}

    /** The alert that answers a ClientHello of this minor version of TLS 1. */
    static int alertTo(int port, byte minor) throws IOException {
        byte[] body = new byte[2 + 32 + 1 + 2 + 2 + 2];
        body[0] = 3;
        body[1] = minor;
        body[36] = 2; // two bytes of suites: ECDHE_ECDSA_WITH_AES_128_CBC_SHA
        body[37] = (byte) 0xc0;
        body[38] = 0x09;
        body[39] = 1; // compression: none
        byte[] hello = new byte[9 + body.length];
        hello[0] = 22;
        hello[1] = 3;
        hello[2] = 1;
        hello[4] = (byte) (4 + body.length);
        hello[5] = 1;
        hello[8] = (byte) body.length;
        System.arraycopy(body, 0, hello, 9, body.length);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(hello);
            byte[] alert = socket.getInputStream().readNBytes(7);
            assertThat(alert[0]).as("a TLS alert").isEqualTo((byte) 21);
            return alert[6];
        }
    }
}
