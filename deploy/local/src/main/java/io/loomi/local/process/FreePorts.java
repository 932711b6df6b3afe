package io.loomi.local.process;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Ports of this machine that are free now. Another program may take one before it is bound by whom it is meant for, who then fails
 * and is started again on fresh ones.
 */
public final class FreePorts {

    private static final int MOST_STARTS = 3;

    private FreePorts() {}

    public static List<Integer> take(int count) throws IOException {
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

    /** Something that listens on ports that it has just taken. */
    @FunctionalInterface
    public interface Start<T> {
        T start() throws IOException;
    }

    /** Starts it, three times at most as long as it fails because somebody else had its port. */
    public static <T> T retrying(Start<T> start) throws IOException {
        for (int left = MOST_STARTS; ; left--) {
            try {
                return start.start();
            } catch (StartFailure failure) {
                if (left == 1 || !isInUse(failure)) {
                    throw failure;
                }
            }
        }
    }

    /** As PostgreSQL, Redis, Nginx and our services say it. */
    private static boolean isInUse(StartFailure failure) {
        String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return said.contains("in use") || said.contains("could not bind");
    }
}
