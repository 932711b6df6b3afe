package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The resolved Compose file, with every profile and without {@code .env}.
 *
 * @param bank the output of {@code docker compose config}
 */
record ResolvedComposeFile(JsonObject bank) {

    static final Path PROJECT = Path.of("../..");

    private static final List<String> COMPOSE = List.of("docker", "compose");

    /** @param files further files, as with {@code -f}, after {@code docker-compose.yml} */
    static ResolvedComposeFile with(Map<String, String> settings, String... files) {
        Stream<String> options =
                Stream.concat(Stream.of("docker-compose.yml"), Stream.of(files)).flatMap(file -> Stream.of("-f", file));
        List<String> command = Stream.of(
                        COMPOSE.stream(),
                        Stream.of("--env-file", "/dev/null", "--profile", "*"),
                        options,
                        Stream.of("config", "--format", "json"))
                .flatMap(part -> part)
                .toList();
        return new ResolvedComposeFile(new JsonObject(run(command, settings)));
    }

    static boolean isAvailable() {
        try {
            Process process = new ProcessBuilder(Stream.concat(COMPOSE.stream(), Stream.of("version"))
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException | InterruptedException absent) {
            return false;
        }
    }

    Map<String, JsonObject> services() {
        JsonObject services = bank.getJsonObject("services");
        return services.fieldNames().stream()
                .collect(Collectors.toMap(name -> name, services::getJsonObject, (a, _) -> a, TreeMap::new));
    }

    JsonObject service(String name) {
        return bank.getJsonObject("services").getJsonObject(name);
    }

    /** The environment of a service, including variables that are passed on only when they are set. */
    JsonObject environment(String service) {
        return service(service).getJsonObject("environment");
    }

    /** The names of its settings, given directly or as files. */
    Set<String> settings(String service) {
        return environment(service).fieldNames().stream()
                .map(name -> name.replaceFirst("_FILE$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Its dependencies and the conditions to wait for. */
    Map<String, String> conditions(String service) {
        JsonObject others = service(service).getJsonObject("depends_on", new JsonObject());
        return others.fieldNames().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> others.getJsonObject(name).getString("condition")));
    }

    Set<String> secrets(String service) {
        return texts(service(service).getJsonArray("secrets", new JsonArray()), "source");
    }

    Set<String> volumes(String service) {
        return texts(service(service).getJsonArray("volumes", new JsonArray()), "target");
    }

    private static Set<String> texts(JsonArray objects, String field) {
        return objects.stream()
                .map(object -> ((JsonObject) object).getString(field))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Keeps the developer's own exported variables out of the resolved file. */
    private static boolean isNeeded(String name) {
        return name.equals("PATH") || name.equals("HOME") || name.startsWith("DOCKER_");
    }

    private static String run(List<String> command, Map<String, String> settings) {
        try {
            Path output = Files.createTempFile("compose", ".json");
            Path errors = Files.createTempFile("compose", ".log");
            ProcessBuilder compose = new ProcessBuilder(command)
                    .directory(PROJECT.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            compose.environment().keySet().removeIf(name -> !isNeeded(name));
            compose.environment().putAll(settings);
            int code = compose.start().waitFor();
            String printed = Files.readString(output);
            String failure = Files.readString(errors);
            Files.delete(output);
            Files.delete(errors);
            assertThat(code).as(failure).isZero();
            return printed;
        } catch (IOException | InterruptedException impossible) {
            throw new AssertionError("docker compose cannot be run", impossible);
        }
    }
}
