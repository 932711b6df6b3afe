package io.loomi.local.process;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds free ports of this machine. Another program may take a port before the intended one binds it. The intended program then
 * fails and is started again on other ports.
 */
public final class FreePorts {

    private static final int MAX_STARTS = 3;

    private FreePorts() {}

    public static List<Integer> take(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>(); // all held at the same time, so that no port is returned twice
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

    /** Starts a program that listens on newly taken ports. */
    @FunctionalInterface
    public interface Start<T> {
        T start() throws IOException;
    }

    /** Starts a program, up to three times while its port is in use. */
    public static <T> T retrying(Start<T> start) throws IOException {
        for (int left = MAX_STARTS; ; left--) {
            try {
                return start.start();
            } catch (StartFailure failure) {
                if (left == 1 || !isInUse(failure)) {
                    throw failure;
                }
            }
        }
    }

    /** Recognizes the messages of PostgreSQL, Redis, Nginx and our services. */
    private static boolean isInUse(StartFailure failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("in use") || message.contains("could not bind");
    }
}
