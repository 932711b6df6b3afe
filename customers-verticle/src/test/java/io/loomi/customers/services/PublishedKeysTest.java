package io.loomi.customers.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Production refuses every private key in this repository. */
class PublishedKeysTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Set<String> EXCLUDED = Set.of(".git", "target", ".loomi", "node_modules");
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\\s+[A-Za-z0-9+/=\\s]+-----END PRIVATE KEY-----");

    @Test
    void areAllListedInSampleKeys() throws IOException {
        List<SigningKey> found = keys(REPOSITORY);

        assertThat(found)
                .as("keys in the repository; the tests of this module contain some")
                .isNotEmpty();
        assertThat(found)
                .allSatisfy(key -> assertThat(SampleKeys.contains(key))
                        .as("%s is one of SampleKeys", key.id())
                        .isTrue());
    }

    private static List<SigningKey> keys(Path folder) throws IOException {
        try (Stream<Path> files = Files.find(folder, 20, (path, kind) -> kind.isRegularFile() && isIncluded(path))) {
            return files.flatMap(PublishedKeysTest::keysIn).toList();
        }
    }

    private static boolean isIncluded(Path path) {
        return StreamSupport.stream(path.spliterator(), false)
                .map(Path::toString)
                .noneMatch(EXCLUDED::contains);
    }

    private static Stream<SigningKey> keysIn(Path file) {
        try {
            return KEY.matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group().replaceAll("(?m)^[ \\t*]+", ""))
                    .flatMap(PublishedKeysTest::signingKeys);
        } catch (MalformedInputException binary) {
            return Stream.empty();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** Returns the valid keys. Some tests contain invalid ones. */
    private static Stream<SigningKey> signingKeys(String pem) {
        try {
            return SigningKeyPem.read(pem).stream();
        } catch (RuntimeException invalid) {
            return Stream.empty();
        }
    }
}
