package io.loomi.common.pages;

import io.loomi.common.json.StrictJson;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The opaque text that continues a listing: its filters and the position it has reached. */
record Cursor(Map<String, String> filters, String after) {

    String encode() {
        byte[] json = StrictJson.write(List.of(new TreeMap<>(filters), after)).getBytes();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    static Cursor decode(String text) {
        try {
            Buffer json = Buffer.buffer(Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII)));
            List<?> parts = (List<?>) StrictJson.read(json);
            Map<String, String> filters = new TreeMap<>();
            ((Map<?, ?>) parts.get(0)).forEach((name, value) -> filters.put((String) name, (String) value));
            return new Cursor(filters, (String) parts.get(1));
        } catch (RuntimeException notOurs) {
            throw PageRequest.brokenCursor();
        }
    }
}
