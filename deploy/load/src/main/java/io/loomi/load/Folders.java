package io.loomi.load;

import io.loomi.common.config.StartFailure;
import io.loomi.local.OrphanedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The project folder, and a folder in it for the files of one run. That folder is in the build's target, because the
 * system's temporary folder may be in memory, where fsync costs nothing.
 */
final class Folders implements AutoCloseable {

    private final Path project;
    private final Path run;
    private final FileChannel lock;

    private Folders(Path project, Path run, FileChannel lock) {
        this.project = project;
        this.run = run;
        this.lock = lock;
    }

    /**
     * Opens the folders, and deletes what a killed run left.
     *
     * @throws StartFailure when a bench is running already
     */
    static Folders open(Path project) throws IOException {
        Path target = project.resolve("deploy/load/target");
        Files.createDirectories(target);
        FileChannel lock =
                FileChannel.open(target.resolve("bench.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw new StartFailure("A bench is running already: wait for its end.");
        }
        Folders folders = new Folders(project, target.resolve("bench"), lock);
        folders.delete();
        Files.createDirectories(folders.run);
        return folders;
    }

    Path jar(String service) {
        return project.resolve(service + "-verticle/target/" + service + ".jar");
    }

    /** The folder of one kind of scripts: wrk, pgbench or sql. */
    Path scripts(String kind) {
        return project.resolve("deploy/load").resolve(kind);
    }

    String sql(String name) throws IOException {
        return Files.readString(scripts("sql").resolve(name));
    }

    Path postgres() {
        return run.resolve("postgres");
    }

    Path redisPidFile() {
        return run.resolve("redis.pid");
    }

    Path tokens() {
        return run.resolve("tokens");
    }

    /** The working directory of the programs, and the place of their output. */
    Path run() {
        return run;
    }

    private void delete() throws IOException {
        OrphanedProcess.stop(postgres().resolve("postmaster.pid"), "postgres");
        OrphanedProcess.stop(redisPidFile(), "redis-server-");
        if (!Files.exists(run)) {
            return;
        }
        try (Stream<Path> files = Files.walk(run)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            delete();
        }
    }

    @Override
    public String toString() {
        return run.toString();
    }
}
