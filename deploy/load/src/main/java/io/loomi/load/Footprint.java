package io.loomi.load;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory and threads of a process, from Linux's /proc.
 *
 * @param residentKib its current resident memory
 * @param threads all threads, including those of the JVM
 */
record Footprint(long residentKib, int threads) {

    static final Footprint NONE = new Footprint(0, 0);

    /** @throws StartFailure when the process has ended */
    static Footprint of(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc/" + pid + "/status")));
        } catch (IOException gone) {
            throw new StartFailure("Process %d has ended while it was measured.".formatted(pid), gone);
        }
    }

    static Footprint parse(String status) {
        return new Footprint(number(status, "VmRSS"), Math.toIntExact(number(status, "Threads")));
    }

    private static long number(String status, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+)").matcher(status);
        if (!line.find()) {
            throw new IllegalArgumentException("no " + name + " in the status of a process");
        }
        return Long.parseLong(line.group(1));
    }

    /** The larger value of each figure. */
    Footprint max(Footprint other) {
        return new Footprint(Math.max(residentKib, other.residentKib), Math.max(threads, other.threads));
    }
}
