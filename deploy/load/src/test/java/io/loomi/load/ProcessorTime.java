package io.loomi.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the programs of the bank, and this one, have taken of the processors since a moment: when two cores carry the system and
 * what measures it, it says which of them a time belongs to.
 */
final class ProcessorTime {

    private final Map<Long, Duration> before = now().collect(Collectors.toMap(ProcessHandle::pid, ProcessorTime::time));
    private final long began = System.nanoTime();

    /** One line for each program, in cores: 1.00 is one core all the time. */
    String text() {
        double seconds = (System.nanoTime() - began) / 1e9;
        Map<String, Double> cores = new TreeMap<>();
        now().forEach(process -> cores.merge(
                name(process),
                time(process)
                                .minus(before.getOrDefault(process.pid(), Duration.ZERO))
                                .toNanos()
                        / 1e9
                        / seconds,
                Double::sum));
        return cores.entrySet().stream()
                .filter(program -> program.getValue() >= 0.005)
                .map(program -> "  %-14s %.2f".formatted(program.getKey(), program.getValue()))
                .collect(Collectors.joining(
                        "%n".formatted(),
                        "Processor time, in cores (there are %d):%n"
                                .formatted(Runtime.getRuntime().availableProcessors()),
                        "%n".formatted()));
    }

    private static java.util.stream.Stream<ProcessHandle> now() {
        return ProcessHandle.allProcesses();
    }

    private static Duration time(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String name(ProcessHandle process) {
        if (process.pid() == ProcessHandle.current().pid()) {
            return "Gatling";
        }
        String command = process.info().commandLine().orElse("");
        for (String program : new String[] {"customers.jar", "transactions.jar", "nginx", "postgres", "redis-server"}) {
            if (command.contains(program)) {
                return program;
            }
        }
        return "others";
    }
}
