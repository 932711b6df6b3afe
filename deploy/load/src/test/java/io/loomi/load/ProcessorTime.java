package io.loomi.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Measures the processor time of the bank's programs and of this one since its creation. When two cores run both the bank and
 * Gatling, it tells how the time is divided.
 */
final class ProcessorTime {

    private static final List<String> SERVICES = List.of("customers.jar", "transactions.jar");
    private static final List<String> PROGRAMS = List.of("nginx", "postgres", "redis-server");
    private static final Path MACHINE = Path.of("/proc/stat");
    private static final double TICKS_PER_SECOND = 100; // of /proc/stat, on all current Linux systems

    private final Map<Long, Duration> before =
            ProcessHandle.allProcesses().collect(Collectors.toMap(ProcessHandle::pid, ProcessorTime::time));
    private final double busyBefore = busySeconds();
    private final long began = System.nanoTime();

    /** One line per program, in cores: 1.00 is one fully used core. */
    String text() {
        double seconds = (System.nanoTime() - began) / 1e9;
        Map<String, Double> cores = new TreeMap<>();
        ProcessHandle.allProcesses()
                .forEach(process -> cores.merge(name(process), since(process).toNanos() / 1e9 / seconds, Double::sum));
        double known = cores.values().stream().mapToDouble(Double::doubleValue).sum();
        double busy = (busySeconds() - busyBefore) / seconds;
        cores.merge("others", Math.max(0, busy - known), Double::sum); // including ended processes and the kernel
        return "Processor time, in cores (there are %d):%n%s%n"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        cores.entrySet().stream()
                                .map(program -> "  %-18s %.2f".formatted(program.getKey(), program.getValue()))
                                .collect(Collectors.joining("%n".formatted())));
    }

    private Duration since(ProcessHandle process) {
        return time(process).minus(before.getOrDefault(process.pid(), Duration.ZERO));
    }

    private static Duration time(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String name(ProcessHandle process) {
        if (process.pid() == ProcessHandle.current().pid()) {
            return "Gatling";
        }
        String program = process.info()
                .command()
                .map(path -> String.valueOf(Path.of(path).getFileName()))
                .orElse("");
        String arguments = process.info().commandLine().orElse("");
        return PROGRAMS.stream()
                .filter(program::equals)
                .findFirst()
                .or(() -> SERVICES.stream().filter(arguments::endsWith).findFirst())
                .orElse("others");
    }

    /** Busy time of all processors since boot; 0 without /proc. */
    private static double busySeconds() {
        try {
            String[] ticks =
                    Files.readString(MACHINE).lines().findFirst().orElse("").split(" +");
            // user, nice, system; skip idle and iowait; irq, softirq
            return Arrays.stream(new int[] {1, 2, 3, 6, 7})
                            .mapToLong(column -> Long.parseLong(ticks[column]))
                            .sum()
                    / TICKS_PER_SECOND;
        } catch (IOException elsewhere) {
            return 0;
        }
    }
}
