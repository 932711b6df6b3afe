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
 * What the programs of the bank, and this one, have taken of the processors since a moment: when two cores carry the system and
 * what measures it, it says which of them the time belongs to.
 */
final class ProcessorTime {

    private static final List<String> SERVICES = List.of("customers.jar", "transactions.jar");
    private static final List<String> PROGRAMS = List.of("nginx", "postgres", "redis-server");
    private static final Path MACHINE = Path.of("/proc/stat");
    private static final double TICKS_A_SECOND = 100; // of /proc/stat, on every Linux of today

    private final Map<Long, Duration> before =
            ProcessHandle.allProcesses().collect(Collectors.toMap(ProcessHandle::pid, ProcessorTime::time));
    private final double busyBefore = busySeconds();
    private final long began = System.nanoTime();

    /** One line for each program, in cores: 1.00 is one core all the time. */
    String text() {
        double seconds = (System.nanoTime() - began) / 1e9;
        Map<String, Double> cores = new TreeMap<>();
        ProcessHandle.allProcesses()
                .forEach(process -> cores.merge(name(process), since(process).toNanos() / 1e9 / seconds, Double::sum));
        double known = cores.values().stream().mapToDouble(Double::doubleValue).sum();
        double busy = (busySeconds() - busyBefore) / seconds;
        cores.merge(
                "others", Math.max(0, busy - known), Double::sum); // those that have ended among them, and the kernel
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

    /** Of all processors together, since the machine was started; 0 where there is no /proc. */
    private static double busySeconds() {
        try {
            String[] ticks =
                    Files.readString(MACHINE).lines().findFirst().orElse("").split(" +");
            // user, nice, system; then idle and waiting for disks; then interrupts
            return Arrays.stream(new int[] {1, 2, 3, 6, 7})
                            .mapToLong(column -> Long.parseLong(ticks[column]))
                            .sum()
                    / TICKS_A_SECOND;
        } catch (IOException elsewhere) {
            return 0;
        }
    }
}
