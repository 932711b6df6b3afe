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
 * Where the signing keys come from: PEM texts, files of PEM, and folders, of which every {@code *.pem} is read in the order
 * of the names. Reads files, so not on an event loop.
 */
public final class SigningKeySource {

    private static final String PEM_BEGIN = "-----BEGIN";
    private static final long LARGEST_FILE_BYTES = 65_536;

    private final List<String> places;

    /** @param places as the setting lists them */
    public SigningKeySource(List<String> places) {
        this.places = List.copyOf(places);
    }

    /** Whether what it reads can change. */
    boolean isWatchable() {
        return places.stream().anyMatch(place -> !place.startsWith(PEM_BEGIN));
    }

    /**
     * The texts of PEM as they are now.
     *
     * @throws StartFailure when something cannot be read
     */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (String place : places) {
            if (place.startsWith(PEM_BEGIN)) {
                texts.add(place);
            } else {
                texts.addAll(read(place));
            }
        }
        return texts;
    }

    /**
     * The keys of the texts, each once, in their order.
     *
     * @throws StartFailure when one is none, or there is none at all
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

    private static List<String> read(String place) {
        try {
            Path path = Path.of(place);
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
        if (Files.size(file) > LARGEST_FILE_BYTES) {
            throw new IOException("too large for keys: " + file);
        }
        return Files.readString(file);
    }
}
