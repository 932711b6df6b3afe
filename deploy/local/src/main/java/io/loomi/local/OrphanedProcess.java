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
 * A database process that outlived the bank that had started it, as a kill -9 leaves it behind. It is known by its pid
 * file, and touched only if the process of that number really is what the file says.
 */
public final class OrphanedProcess {

    private static final long PATIENCE_SECONDS = 15;

    private OrphanedProcess() {}

    /**
     * Stops the process whose number is the first line of the file, if it is alive and its program has this name, and
     * removes the file.
     *
     * @return true when there was one
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
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException late) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
