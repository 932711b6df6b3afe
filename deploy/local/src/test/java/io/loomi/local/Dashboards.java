package io.loomi.local;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The dashboards that Grafana loads. */
final class Dashboards {

    private static final Path FOLDER = Path.of("../observability/grafana/dashboards");

    private Dashboards() {}

    static List<JsonObject> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(Dashboards::read).toList();
        }
    }

    static List<JsonObject> panels() throws IOException {
        return all().stream().flatMap(Dashboards::panels).toList();
    }

    static Stream<JsonObject> panels(JsonObject board) {
        return objects(board.getJsonArray("panels"));
    }

    /** The Prometheus expressions of a panel. */
    static Stream<String> expressions(JsonObject panel) {
        return objects(panel.getJsonArray("targets", new JsonArray())).map(target -> target.getString("expr"));
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    private static JsonObject read(Path file) {
        try {
            return new JsonObject(Files.readString(file));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
