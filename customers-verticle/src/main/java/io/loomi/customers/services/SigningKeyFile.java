package io.loomi.customers.services;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.UUID;

/** The development signing key in the data folder. It is created once, so tokens stay valid after a restart. */
public final class SigningKeyFile {

    private static final String NAME = "signing-key.pem";

    private SigningKeyFile() {}

    /**
     * Returns the key file of the folder, and creates it if there is none. If several processes create it concurrently,
     * the first one wins and all use its file.
     *
     * @throws IOException when the file cannot be written
     */
    public static Path in(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(folder);
        Path draft = folder.resolve(NAME + "." + UUID.randomUUID());
        Files.createFile(draft, forOwnerOnly(folder));
        Files.writeString(draft, pem(), StandardOpenOption.TRUNCATE_EXISTING);
        try {
            Files.move(draft, file);
        } catch (FileAlreadyExistsException createdMeanwhile) {
            Files.delete(draft);
        }
        return file;
    }

    private static FileAttribute<?>[] forOwnerOnly(Path folder) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String pem() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return block("PRIVATE KEY", pair.getPrivate().getEncoded())
                    + block("PUBLIC KEY", pair.getPublic().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String block(String label, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label, lines, label);
    }
}
