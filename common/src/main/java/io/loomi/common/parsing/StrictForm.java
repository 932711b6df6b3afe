package io.loomi.common.parsing;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parses {@code application/x-www-form-urlencoded} strictly: each field has a name and occurs once, each percent sign
 * begins an encoded octet, and the text is UTF-8.
 */
public final class StrictForm {

    private static final int MAX_FIELDS = 100;
    private static final int ENCODED_OCTET = 3;

    private static final String EXPECTATION = "must be a well-formed form in UTF-8, name=value&name=value";

    private StrictForm() {}

    /**
     * The fields in their order.
     *
     * @throws MalformedForm when the text is not a valid form
     */
    public static Map<String, String> read(Buffer text) {
        String octets = text.toString(StandardCharsets.ISO_8859_1); // one character for each octet
        String[] pairs = octets.split("&", MAX_FIELDS + 1);
        if (pairs.length > MAX_FIELDS) {
            throw MalformedForm.text("must have at most " + MAX_FIELDS + " fields");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : pairs) {
            int end = pair.indexOf('=');
            if (end < 1) {
                throw MalformedForm.text(EXPECTATION);
            }
            String name = decode(pair.substring(0, end));
            if (fields.putIfAbsent(name, decode(pair.substring(end + 1))) != null) {
                throw MalformedForm.field(name, "must be sent once");
            }
        }
        return fields;
    }

    /**
     * Decodes one name or value.
     *
     * @param octets one character for each octet
     * @throws MalformedForm when a percent-encoding is incomplete, or the text is not UTF-8
     */
    public static String decode(String octets) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(octets.length());
        int position = 0;
        while (position < octets.length()) {
            char next = octets.charAt(position);
            decoded.write(next == '%' ? octet(octets, position) : next == '+' ? ' ' : next);
            position += next == '%' ? ENCODED_OCTET : 1;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw MalformedForm.text(EXPECTATION);
        }
    }

    private static int octet(String octets, int position) {
        try {
            return HexFormat.fromHexDigits(octets, position + 1, position + ENCODED_OCTET);
        } catch (IllegalArgumentException | IndexOutOfBoundsException notHexadecimal) {
            throw MalformedForm.text(EXPECTATION);
        }
    }
}
