package io.loomi.local.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of this machine that are free now. */
final class FreePorts {

    private FreePorts() {}

    static List<Integer> take(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>(); // all at the same time, so that no port comes twice
        try {
            for (int number = 0; number < count; number++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
