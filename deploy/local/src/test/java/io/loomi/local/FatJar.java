package io.loomi.local;

import java.nio.file.Path;
import java.util.List;

/** The fat jars of the build. Short-lived processes use only the C1 compiler, except customers, which hashes passwords. */
public final class FatJar {

    private FatJar() {}

    /** The java arguments that run a service. */
    public static List<String> of(String service) {
        Path jar = Path.of("../../" + service + "-verticle/target/" + service + ".jar");
        String compiler = service.equals("customers") ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1";
        return List.of(compiler, "-jar", jar.toAbsolutePath().toString());
    }
}
