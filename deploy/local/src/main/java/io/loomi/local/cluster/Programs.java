package io.loomi.local.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The programs and the configuration of a cluster.
 *
 * @param service returns the java arguments that run a service, given its name
 * @param nginx the Nginx program, if installed
 * @param configuration the folder {@code deploy/nginx}
 */
record Programs(Function<String, List<String>> service, Optional<Path> nginx, Path configuration) {

    /**
     * The fat jars of a built project, and the installed Nginx.
     *
     * @param path folders of programs, as in {@code PATH}
     */
    static Programs of(Path project, String path) {
        return new Programs(
                service -> List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        project.resolve("%1$s-verticle/target/%1$s.jar".formatted(service))
                                .toString()),
                Nginx.find(path),
                project.resolve("deploy/nginx"));
    }
}
