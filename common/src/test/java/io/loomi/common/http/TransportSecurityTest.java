package io.loomi.common.http;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** HSTS headers are sent only on answers over TLS (RFC 6797, 7.2). */
@Slow
class TransportSecurityTest {

    private static final String HEADER = "Strict-Transport-Security";
    private static final String PROTO = "X-Forwarded-Proto";

    @Test
    void trustsTheProxysProtocolHeader() {
        try (ServiceBench bench = start("127.0.0.0/8")) {
            for (String path : List.of("/health/live", "/nothing", "/api/fail/none", "/api/fail/%ff", "/docs/")) {
                assertThat(bench.api().get(path).send().headers().allValues(HEADER))
                        .isEmpty();
                assertThat(get(bench, path).header(PROTO, "https").send())
                        .hasHeader(HEADER, "max-age=31536000; includeSubDomains");
                for (String clear : List.of("http", "gopher", "", "https, http")) {
                    Answer answer = get(bench, path).header(PROTO, clear).send();
                    assertThat(answer.headers().allValues(HEADER)).as(clear).isEmpty();
                }
            }
            Answer twice = get(bench, "/health/live")
                    .header(PROTO, "https")
                    .header(PROTO, "https")
                    .send();
            assertThat(twice.headers().allValues(HEADER)).isEmpty();
        }
    }

    @Test
    void ignoresTheHeaderOfOtherProxies() {
        try (ServiceBench bench = start("10.0.0.0/8")) {
            Answer answer = get(bench, "/health/live").header(PROTO, "https").send();

            assertThat(answer.headers().allValues(HEADER)).isEmpty();
        }
    }

    private static ContractClient.Call get(ServiceBench bench, String path) {
        return bench.api().get(path);
    }

    private static ServiceBench start(String proxies) {
        return ServiceBench.start(
                new EchoService(TokenForge.create()),
                Map.of(
                        "DATABASE_URL",
                        Backend.shared().createDatabase("secured" + proxies.indexOf("0")),
                        "TRUSTED_PROXIES",
                        proxies));
    }
}
