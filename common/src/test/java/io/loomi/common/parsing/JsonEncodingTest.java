package io.loomi.common.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON must be in valid UTF-8. */
class JsonEncodingTest {

    private static final String TEXT = "{\"text\":\"café 😀\"}";

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE", "ISO-8859-1"})
    void refusesOtherEncodings(String charset) {
        for (String mark : List.of("", "\uFEFF")) {
            assertIsRefused((mark + TEXT.replace("😀", "")).getBytes(Charset.forName(charset)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080", // NUL in two bytes
                "c1a1",
                "e080af",
                "f08080af",
                "eda080", // half a surrogate pair
                "edbfbf",
                "eda0bdedb880", // a surrogate pair in CESU-8
                "f4908080", // above U+10FFFF
                "f888808080",
                "fe",
                "ff",
                "80",
                "c3", // incomplete
                "e282",
                "f09f98",
                "00"
            })
    void refusesInvalidUtf8(String hex) {
        Buffer text =
                Buffer.buffer("\"a").appendBytes(HexFormat.of().parseHex(hex)).appendString("b\"");

        assertIsRefused(text.getBytes());
    }

    @Test
    void ignoresAByteOrderMarkOfUtf8() {
        assertThat(StrictJson.read(Buffer.buffer("\uFEFF" + TEXT))).isEqualTo(Map.of("text", "café 😀"));
        assertIsRefused("\uFEFF\uFEFF{}".getBytes(StandardCharsets.UTF_8));
        assertIsRefused("{\uFEFF}".getBytes(StandardCharsets.UTF_8));
        assertIsRefused("\uFEFF".getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2000)
    void readsValidUtf8AsJavaDoesAndRefusesOtherBytes(@ForAll @Size(min = 1, max = 5) byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        boolean isUtf8 = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), octets);
        Buffer json = Buffer.buffer("\"").appendBytes(octets).appendString("\"");

        if (isUtf8 && text.chars().noneMatch(c -> c < ' ' || c == '"' || c == '\\')) {
            assertThat(StrictJson.read(json)).isEqualTo(text);
        } else if (!isUtf8) {
            assertIsRefused(json.getBytes());
        }
    }

    private static void assertIsRefused(byte[] octets) {
        assertThatThrownBy(() -> StrictJson.read(Buffer.buffer(octets)))
                .isInstanceOf(MalformedJson.class)
                .hasMessageStartingWith("must be well-formed JSON");
    }
}
