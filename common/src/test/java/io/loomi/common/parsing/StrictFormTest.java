package io.loomi.common.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictFormTest {

    @Test
    void readsNamesAndValues() {
        assertThat(read("grant_type=client_credentials&client%5fid=a+b%2Bc&empty=&equals=a=b"))
                .containsExactly(
                        Map.entry("grant_type", "client_credentials"),
                        Map.entry("client_id", "a b+c"),
                        Map.entry("empty", ""),
                        Map.entry("equals", "a=b"));
    }

    @Test
    void readsUtf8EncodedAndPlain() {
        assertThat(read("name=Jos%C3%A9&city=São Paulo&flag=%F0%9F%8F%B4"))
                .containsEntry("name", "José")
                .containsEntry("city", "São Paulo")
                .containsEntry("flag", "🏴");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%4",
                "a=%4g",
                "a=%-1",
                "%zz=1",
                "a=%C3",
                "a=%ED%A0%80",
                "a=%C0%AF",
                "a=%FF",
                "a",
                "=1",
                "a=1&",
                "&a=1",
                "a=1&&b=2",
                "{\"a\":1}"
            })
    void refusesAmbiguousForms(String text) {
        assertThatThrownBy(() -> read(text))
                .asInstanceOf(InstanceOfAssertFactories.type(MalformedForm.class))
                .satisfies(malformed -> {
                    assertThat(malformed.field()).isEmpty();
                    assertThat(malformed).hasMessageStartingWith("must be a well-formed form in UTF-8");
                });
    }

    @Test
    void refusesARepeatedFieldInAnySpelling() {
        assertThatThrownBy(() -> read("a=1&b=2&%61=1"))
                .asInstanceOf(InstanceOfAssertFactories.type(MalformedForm.class))
                .satisfies(malformed -> {
                    assertThat(malformed.field()).contains("a");
                    assertThat(malformed).hasMessage("must be sent once");
                });
    }

    @Test
    void limitsTheNumberOfFields() {
        assertThat(read(fields(100))).hasSize(100);
        assertThatThrownBy(() -> read(fields(101))).hasMessage("must have at most 100 fields");
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "f" + i + "=").collect(Collectors.joining("&"));
    }

    private static Map<String, String> read(String text) {
        return StrictForm.read(Buffer.buffer(text));
    }
}
