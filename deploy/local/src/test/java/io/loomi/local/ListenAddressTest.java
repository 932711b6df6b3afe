package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenAddressTest {

    private static final String SECRET = "SERVICE_CLIENT_SECRET";

    @Test
    void isThisMachineUnlessToldOtherwise() {
        assertThat(ListenAddress.of(Map.of()).withPort(8080)).isEqualTo("127.0.0.1:8080");
        assertThat(ListenAddress.of(Map.of("HTTP_HOST", "0.0.0.0")).withPort(8080))
                .isEqualTo("0.0.0.0:8080");
        assertThat(new ListenAddress("::1").withPort(8080)).isEqualTo("[::1]:8080");
        assertThat(new ListenAddress("0.0.0.0").reachable()).isEqualTo("127.0.0.1");
        assertThat(new ListenAddress("192.0.2.1").reachable()).isEqualTo("192.0.2.1");
    }

    @Test
    void sharesASecretOfItsOwnWhereStrangersComeIn() {
        Map<String, String> inside = new HashMap<>();
        Map<String, String> open = new HashMap<>();
        Map<String, String> chosen = new HashMap<>(Map.of(SECRET, "chosen"));
        new ListenAddress("127.0.0.1").replaceKnownSecret(inside);
        new ListenAddress("0.0.0.0").replaceKnownSecret(open);
        new ListenAddress("0.0.0.0").replaceKnownSecret(chosen);

        assertThat(inside).isEmpty();
        assertThat(open.get(SECRET)).matches("[0-9a-f]{64}");
        assertThat(chosen).containsEntry(SECRET, "chosen");
    }
}
