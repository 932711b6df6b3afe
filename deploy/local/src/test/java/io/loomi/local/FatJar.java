package io.loomi.local;

import java.nio.file.Path;
import java.util.List;

/** The fat jars as the build has made them. For a short life the first compiler will do, where no passwords are hashed. */
public final class FatJar {

    private FatJar() {}

    /** The arguments of java that run a service. */
    public static List<String> of(String service) {
        Path jar = Path.of("../../" + service + "-verticle/target/" + service + ".jar");
        String compiler = service.equals("customers") ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1";
        return List.of(compiler, "-jar", jar.toAbsolutePath().toString());
    }
}
