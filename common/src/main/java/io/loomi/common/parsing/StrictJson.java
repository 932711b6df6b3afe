package io.loomi.common.parsing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes JSON strictly: decimals are exact, duplicate keys and trailing text are refused, nesting is limited,
 * and times are RFC 3339 in UTC.
 */
public final class StrictJson {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_LENGTH = 64;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule("loomi").addSerializer(Instant.class, new InstantSerializer()))
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .build());
    }

    private StrictJson() {}

    /**
     * Reads a JSON value: a Map, a List, a String, a Boolean, a Number (BigDecimal if it has a point or an exponent) or
     * null.
     *
     * @param text in UTF-8; a leading byte order mark is ignored, as RFC 8259 (8.1) allows
     * @throws MalformedJson if the text is not valid JSON
     */
    @SuppressWarnings("NullAway") // the value of a JSON text may be null
    public static Object read(Buffer text) {
        byte[] octets = text.getBytes();
        try {
            requireUtf8(octets);
            return MAPPER.readValue(octets, Object.class);
        } catch (JsonProcessingException malformed) {
            throw new MalformedJson(malformed);
        } catch (IOException unreadable) {
            throw new MalformedJson(unreadable);
        }
    }

    /**
     * Jackson guesses the encoding from the first bytes, and decodes surrogates and overlong sequences. It reads a text
     * without NUL as UTF-16 or UTF-32 only if the text begins with their byte order mark, which is not valid UTF-8.
     */
    private static void requireUtf8(byte[] octets) throws CharacterCodingException {
        boolean isAscii = true;
        for (byte octet : octets) {
            if (octet == 0) {
                throw new CharacterCodingException();
            }
            isAscii &= octet > 0;
        }
        if (!isAscii) {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
        }
    }

    /** The value as a JSON object, or empty if it is something else. */
    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    public static Optional<JsonObject> object(Object value) {
        return value instanceof Map<?, ?> map
                ? Optional.of(new JsonObject((Map<String, Object>) map))
                : Optional.empty();
    }

    public static Buffer write(Object value) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), unwritable);
        }
    }
}
