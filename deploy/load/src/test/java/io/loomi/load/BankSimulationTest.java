package io.loomi.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code ./loomi load} for one customer: the services from their fat jars behind Nginx, and Gatling as client. The command
 * itself tests many customers.
 */
@Tag("slow")
class BankSimulationTest {

    private static final String SERVER = "io.loomi.common.http.ApiServer";

    @TempDir
    private Path folder;

    @Test
    void runsEveryOperationForOneCustomer() throws Exception {
        int port = freePort();
        Process bank = start(
                "bank",
                "../local/target/loomi.jar", // as users start it
                List.of("-Dloomi.project=" + Path.of("../..").toRealPath()),
                "io.loomi.local.cluster.ClusterCommand",
                "--size",
                "1",
                "--port",
                String.valueOf(port),
                "--data",
                folder.resolve("data").toString());
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() ->
                            !bank.isAlive() || Files.readString(output("bank")).contains("Ctrl-C"));
            assertThat(bank.isAlive()).as(Files.readString(output("bank"))).isTrue();
            Process visit = start(
                    "visit",
                    System.getProperty("java.class.path"),
                    List.of("-Dloomi.url=http://127.0.0.1:" + port, "-Dloomi.profile=one"),
                    "io.gatling.app.Gatling",
                    "-s",
                    BankSimulation.class.getName(),
                    "-rf",
                    folder.resolve("report").toString(),
                    "-nr");

            assertThat(visit.waitFor(3, TimeUnit.MINUTES)).isTrue();

            String output = Files.readString(output("visit"));
            assertThat(visit.exitValue()).as(output).isZero();
            assertThat(output)
                    .contains("register", "sign in", "deposit", "transfer", "account", "history", "statement");
        } finally {
            bank.destroy();
            bank.waitFor(1, TimeUnit.MINUTES);
        }
        assertThat(logged())
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(matchesTheSchema(line)).as(line).isTrue());
        assertThat(loaded()).contains(SERVER);
        assertThat(loaded()).noneMatch(name -> name.startsWith("io.opentelemetry") || name.startsWith("com.hazelcast"));
    }

    private List<String> logged() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String service : List.of("customers", "transactions")) {
            lines.addAll(Files.readAllLines(folder.resolve("data/cluster/" + service + "-1.log")));
        }
        lines.removeIf(line -> line.startsWith("Picked up JAVA_TOOL_OPTIONS"));
        return lines;
    }

    /** All classes that the services' JVMs loaded. Tracing and clustering must cost nothing when they are off. */
    private Set<String> loaded() throws IOException {
        Set<String> names = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".classes")).toList()) {
                Set<String> ofProcess = Files.readAllLines(file).stream()
                        .map(line -> line.split(" ", 2)[0])
                        .collect(Collectors.toSet());
                if (ofProcess.contains(SERVER)) {
                    names.addAll(ofProcess);
                }
            }
        }
        return names;
    }

    /** Checks a log line against the schema that the encoder's tests use. */
    private static boolean matchesTheSchema(String line) throws IOException {
        String schema = Files.readString(Path.of("../../common/src/test/resources/log-line.schema.json"));
        return Validator.create(
                        JsonSchema.of(new JsonObject(schema)),
                        new JsonSchemaOptions().setBaseUri("urn:test").setDraft(Draft.DRAFT202012))
                .validate(new JsonObject(line))
                .getValid();
    }

    private Process start(String name, String classPath, List<String> properties, String main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                classPath));
        command.addAll(properties);
        command.add(main);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(name).toFile());
        if (name.equals("bank")) {
            builder.environment().put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + folder + "/%p.classes:none");
        }
        return builder.start();
    }

    private Path output(String name) {
        return folder.resolve(name + ".txt");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
