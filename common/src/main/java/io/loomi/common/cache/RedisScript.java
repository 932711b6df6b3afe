package io.loomi.common.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Lua script, which Redis runs atomically.
 *
 * @param digest the SHA-1 of the text, by which Redis caches it
 */
public record RedisScript(String text, String digest) {

    /** @param resource the file on the class path */
    public static RedisScript load(String resource) {
        try (@Nullable InputStream file = RedisScript.class.getClassLoader().getResourceAsStream(resource)) {
            byte[] text = Objects.requireNonNull(file, resource).readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text);
            return new RedisScript(
                    new String(text, StandardCharsets.UTF_8), HexFormat.of().formatHex(digest));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
