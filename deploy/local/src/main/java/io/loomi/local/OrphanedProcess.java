package io.loomi.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stops a process that outlived a killed bank (kill -9). The pid file names the process; it is stopped only if it runs the
 * expected program.
 */
public final class OrphanedProcess {

    private static final long STOP_TIMEOUT_SECONDS = 15;

    private OrphanedProcess() {}

    /**
     * Reads a process id from the file's first line and stops that process if it runs a program with this name prefix. Removes
     * the file.
     *
     * @return whether there was such a process
     */
    public static boolean stop(Path pidFile, String program) {
        try {
            if (!Files.exists(pidFile)) {
                return false;
            }
            List<String> lines = Files.readAllLines(pidFile);
            Optional<ProcessHandle> orphan = lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                            .filter(process -> isProgram(process, program));
            orphan.ifPresent(OrphanedProcess::end);
            Files.deleteIfExists(pidFile);
            return orphan.isPresent();
        } catch (IOException | NumberFormatException unreadable) {
            throw new IllegalStateException("cannot read " + pidFile, unreadable);
        }
    }

    private static boolean isProgram(ProcessHandle process, String program) {
        return process.isAlive()
                && process.info()
                        .command()
                        .map(command ->
                                Path.of(command).getFileName().toString().startsWith(program))
                        .orElse(false);
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException late) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
