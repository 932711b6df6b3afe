package io.loomi.common.pages;

import io.loomi.common.parsing.StrictJson;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The position after which a list continues, and the filters of the list; clients see it as opaque text. */
record Cursor(Map<String, String> filters, String after) {

    String encode() {
        byte[] json = StrictJson.write(List.of(new TreeMap<>(filters), after)).getBytes();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /** Cursors come from clients, so their content is checked again. */
    private static String text(Object value) {
        String text = (String) value;
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("PostgreSQL cannot compare with NUL");
        }
        return text;
    }

    static Cursor decode(String text) {
        try {
            Buffer json = Buffer.buffer(Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII)));
            List<?> parts = (List<?>) StrictJson.read(json);
            Map<String, String> filters = new TreeMap<>();
            ((Map<?, ?>) parts.get(0)).forEach((name, value) -> filters.put(text(name), text(value)));
            return new Cursor(filters, text(parts.get(1)));
        } catch (RuntimeException notOurs) {
            throw PageRequest.invalidCursor();
        }
    }
}
