package io.loomi.local;

import java.nio.file.Path;
import java.util.List;

/** The fat jars as the build has made them, for short lives: the first compiler will do. */
public final class FatJar {

    private FatJar() {}

    /** The arguments of java that run a service. */
    public static List<String> of(String service) {
        Path jar = Path.of("../../" + service + "-verticle/target/" + service + ".jar");
        return List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toAbsolutePath().toString());
    }
}
