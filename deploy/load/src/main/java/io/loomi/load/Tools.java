package io.loomi.load;

import io.loomi.common.config.StartFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The installed measuring programs. */
record Tools(Path wrk, Path pgbench) {

    /** Debian's folder of PostgreSQL versions. */
    static final Path POSTGRES_VERSIONS = Path.of("/usr/lib/postgresql");

    /**
     * @param path folders of programs, as in {@code PATH}
     * @throws StartFailure when a program is missing
     */
    static Tools find(String path, Path postgresVersions) {
        List<Path> folders = Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList();
        return new Tools(
                find("wrk", folders.stream(), "wrk"),
                find("pgbench", Stream.concat(folders.stream(), newestFirst(postgresVersions)), "postgresql"));
    }

    private static Stream<Path> newestFirst(Path versions) {
        try (Stream<Path> found = Files.list(versions)) {
            return found
                    .sorted(Comparator.comparingInt((Path version) ->
                                    version.getFileName().toString().length())
                            .thenComparing(Comparator.naturalOrder())
                            .reversed())
                    .map(version -> version.resolve("bin"))
                    .toList()
                    .stream();
        } catch (IOException none) {
            return Stream.empty();
        }
    }

    private static Path find(String program, Stream<Path> folders, String debianPackage) {
        return folders.map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new StartFailure("The bench needs %s: install it (Debian: apt-get install %s)."
                        .formatted(program, debianPackage)));
    }
}
