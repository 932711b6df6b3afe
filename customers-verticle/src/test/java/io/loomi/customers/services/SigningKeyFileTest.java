package io.loomi.customers.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyFileTest {

    @TempDir
    private Path folder;

    @Test
    void isCreatedOnceAndOnlyItsOwnerCanReadIt() throws IOException {
        Path file = SigningKeyFile.in(folder.resolve("data"));
        String pem = Files.readString(file);

        assertThat(SigningKeyFile.in(folder.resolve("data"))).hasContent(pem);

        assertThat(SigningKeyPem.read(pem)).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder.resolve("data"))) {
            assertThat(files.toList()).isEqualTo(List.of(file));
        }
    }
}
