package io.loomi.local;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder of everything that the bank keeps between runs. A lock, released with the process, allows one bank at a time. */
public final class DataFolder implements AutoCloseable {

    /** The PostgreSQL version of the data files. */
    public static final String POSTGRES_VERSION = "18";

    private final Path folder;
    private final FileChannel channel;

    private DataFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @throws StartFailure when the folder cannot be written, is in use, or holds another version's data */
    public static DataFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(channel)) {
                channel.close();
                throw new StartFailure(
                        "The data in %s is in use: a bank runs on it already; stop it or name another folder with --data."
                                .formatted(folder));
            }
            DataFolder data = new DataFolder(folder, channel);
            data.requireVersion();
            return data;
        } catch (IOException failure) {
            throw new StartFailure(
                    "The data folder %s cannot be written: name another one with --data.".formatted(folder), failure);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    private void requireVersion() throws IOException {
        Path version = postgres().resolve("PG_VERSION");
        String found = Files.exists(version) ? Files.readString(version).strip() : POSTGRES_VERSION;
        if (!found.equals(POSTGRES_VERSION)) {
            close();
            throw new StartFailure(
                    "The data in %s was written by PostgreSQL %s and this is %s: move that folder away or name another one with --data."
                            .formatted(folder, found, POSTGRES_VERSION));
        }
    }

    public Path postgres() {
        return folder.resolve("postgres");
    }

    public Path redisPidFile() {
        return folder.resolve("redis.pid");
    }

    /** Writes the addresses of this run's databases to a file, for psql, redis-cli and scripts. */
    public void writeConnections(String connections) throws IOException {
        Files.writeString(folder.resolve("connections"), connections);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ended) {
            throw new IllegalStateException("the lock of " + folder + " cannot be released", ended);
        }
    }
}
