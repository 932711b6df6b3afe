package io.loomi.local.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a cluster runs.
 *
 * @param service the arguments of java that run a service, by its name
 * @param nginx the program, where there is one
 * @param configuration the folder {@code deploy/nginx}
 */
record Programs(Function<String, List<String>> service, Optional<Path> nginx, Path configuration) {

    /**
     * The fat jars of a project that is built, and this machine's Nginx.
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
