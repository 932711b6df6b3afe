package io.loomi.customers.services;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads signing keys from PEM texts, PEM files, and folders with {@code *.pem} files, which it reads in the order of
 * their names. It blocks, so do not call it on an event loop.
 */
public final class SigningKeySource {

    private static final String PEM_BEGIN = "-----BEGIN";
    private static final long MAX_FILE_BYTES = 65_536;

    private final List<String> locations;

    /** @param locations PEM texts, files and folders, as the setting lists them */
    public SigningKeySource(List<String> locations) {
        this.locations = List.copyOf(locations);
    }

    /** Whether the keys can change. A PEM text cannot change, but a file can. */
    boolean isWatchable() {
        return locations.stream().anyMatch(location -> !location.startsWith(PEM_BEGIN));
    }

    /**
     * Reads the current PEM texts.
     *
     * @throws StartFailure when a file cannot be read
     */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (String location : locations) {
            if (location.startsWith(PEM_BEGIN)) {
                texts.add(location);
            } else {
                texts.addAll(read(location));
            }
        }
        return texts;
    }

    /**
     * Returns the keys of the texts in their order, without duplicates.
     *
     * @throws StartFailure when a key is not valid, or there is none
     */
    static List<SigningKey> keys(List<String> texts) {
        Map<String, SigningKey> keys = new LinkedHashMap<>();
        texts.stream()
                .flatMap(text -> SigningKeyPem.read(text).stream())
                .forEach(key -> keys.putIfAbsent(key.id(), key));
        if (keys.isEmpty()) {
            throw new StartFailure("JWT_PRIVATE_KEYS names a folder without any *.pem file: put a key there.");
        }
        return List.copyOf(keys.values());
    }

    private static List<String> read(String location) {
        try {
            Path path = Path.of(location);
            if (!Files.isDirectory(path)) {
                return List.of(readFile(path));
            }
            try (Stream<Path> entries = Files.list(path)) {
                List<Path> files = entries.filter(file -> file.toString().endsWith(".pem"))
                        .sorted()
                        .toList();
                List<String> texts = new ArrayList<>();
                for (Path file : files) {
                    texts.add(readFile(file));
                }
                return texts;
            }
        } catch (IOException | InvalidPathException failure) {
            throw new StartFailure(
                    "JWT_PRIVATE_KEYS names a file that cannot be read: correct its name or its permissions.", failure);
        }
    }

    private static String readFile(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException("too large for keys: " + file);
        }
        return Files.readString(file);
    }
}
