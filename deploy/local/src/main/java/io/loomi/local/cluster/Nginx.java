package io.loomi.local.cluster;

import io.loomi.common.config.StartFailure;
import io.loomi.local.OrphanedProcess;
import io.loomi.local.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's own Nginx with the configuration of {@code deploy/nginx}, in a folder of its own. */
final class Nginx implements AutoCloseable {

    private static final String PROGRAM = "nginx";

    private final ChildProcess process;

    private Nginx(ChildProcess process) {
        this.process = process;
    }

    /** @param path folders of programs, as in {@code PATH}; where a system's own programs are is looked at as well */
    static Optional<Path> find(String path) {
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Writes the configuration and starts it; the port answers once this returns.
     *
     * @param program what {@link #find} found
     * @param source the folder {@code deploy/nginx}
     * @param servers the templates of its servers: http or https, and what else listens
     * @param folder where its configuration, log and pid are put
     * @throws StartFailure when it does not take the configuration
     */
    static Nginx start(Path program, Path source, List<String> servers, NginxSettings settings, Path folder)
            throws IOException {
        Path pidFile = folder.resolve("run/nginx.pid");
        OrphanedProcess.stop(pidFile, PROGRAM);
        write(source, servers, settings, folder);
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "-p", folder.toString(), "-c", folder.resolve("nginx.conf") + "", "-e", "stderr"));
        // Its workers must be able to write into the folder, and nobody but its owner can.
        String user = "root".equals(System.getProperty("user.name")) ? " user root;" : "";
        command.addAll(List.of("-g", "daemon off;" + user));
        ChildProcess process =
                ChildProcess.start("nginx", command, System.getenv(), folder, folder.resolve("nginx.log"));
        try {
            process.await(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);
            return new Nginx(process);
        } catch (StartFailure failure) {
            process.close();
            throw failure;
        }
    }

    private static void write(Path source, List<String> servers, NginxSettings settings, Path folder)
            throws IOException {
        for (String needed : List.of("conf.d", "loomi", "run")) {
            Files.createDirectories(folder.resolve(needed));
        }
        copy(source.resolve("nginx.conf"), folder);
        try (Stream<Path> files = Files.list(source.resolve("loomi"))) {
            for (Path file : files.toList()) {
                copy(file, folder.resolve("loomi"));
            }
        }
        Path filled = folder.resolve("conf.d");
        clear(filled);
        fill(source, "upstreams", settings, filled);
        for (String server : servers) {
            fill(source, server, settings, filled);
        }
    }

    private static void copy(Path file, Path folder) throws IOException {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    /** What an earlier run has filled in, under whatever names, would count as well. */
    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static void fill(Path source, String name, NginxSettings settings, Path folder) throws IOException {
        String template = Files.readString(source.resolve(name + ".conf.template"));
        Files.writeString(folder.resolve(name + ".conf"), settings.fill(template));
    }

    @Override
    public void close() {
        process.close();
    }
}
