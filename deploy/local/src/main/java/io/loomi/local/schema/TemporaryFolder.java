package io.loomi.local.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is removed with all that is in it. */
record TemporaryFolder(Path path) {

    static TemporaryFolder create() throws IOException {
        return new TemporaryFolder(Files.createTempDirectory("schema"));
    }

    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.delete(file);
            }
        }
    }
}
