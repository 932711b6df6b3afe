package io.loomi.common.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding the client's address behind proxies. */
class TrustedProxiesTest {

    private static final TrustedProxies PROXIES = TrustedProxies.of("10.0.0.0/8, 192.0.2.7, 172.16.0.0/12, fd00::/8");

    /** The lines of X-Forwarded-For are separated by bars here. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            # only proxies are trusted
            203.0.113.9;;                                   203.0.113.9
            203.0.113.9; 198.51.100.1;                      203.0.113.9
            # one proxy, several proxies, and a client that invents addresses
            10.1.2.3;    198.51.100.1;                      198.51.100.1
            10.1.2.3;    198.51.100.1, 10.9.9.9, 192.0.2.7; 198.51.100.1
            10.1.2.3;    6.6.6.6, 198.51.100.1;             198.51.100.1
            10.1.2.3;    6.6.6.6|10.4.4.4, 198.51.100.1;    198.51.100.1
            10.1.2.3;    6.6.6.6, 198.51.100.1, 10.4.4.4;   198.51.100.1
            # inside and just outside a range that ends within a byte
            172.31.0.1;  198.51.100.1;                      198.51.100.1
            172.32.0.1;  198.51.100.1;                      172.32.0.1
            # only proxies: the furthest known address
            10.1.2.3;;                                      10.1.2.3
            10.1.2.3;    10.5.5.5, 10.4.4.4;                10.5.5.5
            # an unreadable address ends the search
            10.1.2.3;    198.51.100.1, unknown;             10.1.2.3
            10.1.2.3;    198.51.100.1, unknown, 10.4.4.4;   10.4.4.4
            10.1.2.3;    198.51.100.1:443;                  10.1.2.3
            10.1.2.3;    198.51.100.1, ;                    10.1.2.3
            10.1.2.3;    example.com;                       10.1.2.3
            10.1.2.3;    127.1;                             10.1.2.3
            10.1.2.3;    [2001:db8::1];                     10.1.2.3
            10.1.2.3;    fe80::1%eth0;                      10.1.2.3
            # IPv6 in any spelling, and IPv4-mapped IPv6
            fd00:0:0:0:0:0:0:5; 2001:DB8:0:0:0:0:0:1;       2001:db8::1
            fe80:0:0:0:0:0:0:5%eth0;  2001:db8::1;          fe80::5
            ::ffff:10.1.2.3;    198.51.100.1;               198.51.100.1
            10.1.2.3;    ::ffff:198.51.100.1;               198.51.100.1
            """)
    /** Here, bars separate the lines of X-Forwarded-For. */
    void findsTheClient(String peer, String forwardedFor, String client) {
        List<String> lines = forwardedFor == null ? List.of() : Arrays.asList(forwardedFor.split("\\|"));

        assertThat(PROXIES.clientOf(peer, lines)).isEqualTo(client);
    }

    @Test
    void trustsThisMachineOnlyInDevelopment() {
        List<String> forwardedFor = List.of("198.51.100.1");
        TrustedProxies development = TrustedProxies.from(new Settings(Map.of()));
        TrustedProxies production = TrustedProxies.from(new Settings(Map.of("LOOMI_ENV", "production")));
        TrustedProxies configured = TrustedProxies.from(new Settings(Map.of("TRUSTED_PROXIES", "10.0.0.1")));

        assertThat(development.clientOf("127.0.0.1", forwardedFor)).isEqualTo("198.51.100.1");
        assertThat(development.clientOf("0:0:0:0:0:0:0:1", forwardedFor)).isEqualTo("198.51.100.1");
        assertThat(production.clientOf("127.0.0.1", forwardedFor)).isEqualTo("127.0.0.1");
        assertThat(configured.clientOf("127.0.0.1", forwardedFor)).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::1/129", "10.0.0.1,,::1"})
    void explainsAMalformedSetting(String text) {
        Settings settings = new Settings(Map.of("TRUSTED_PROXIES", text));

        assertThatThrownBy(() -> TrustedProxies.from(settings))
                .isInstanceOf(StartFailure.class)
                .hasMessage("TRUSTED_PROXIES is \"%s\", but must be addresses or ranges separated by commas, such as "
                                .formatted(text)
                        + "10.0.0.0/8,fd00::/8.");
    }
}
