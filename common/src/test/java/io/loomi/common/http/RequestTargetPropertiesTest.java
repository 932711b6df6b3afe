package io.loomi.common.http;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any octets in a request target are read as UTF-8, or refused. */
@Slow
@Tag("slow")
class RequestTargetPropertiesTest {

    private static ServiceBench bench;

    @BeforeContainer
    static void start() {
        bench = ServiceBench.start(
                new EchoService(TokenForge.create()),
                Map.of("DATABASE_URL", Backend.shared().createDatabase("octets")));
    }

    @AfterContainer
    static void stop() {
        bench.close();
    }

    @Property(tries = 300)
    void readsAPathAsUtf8OrRefusesIt(@ForAll @Size(min = 1, max = 6) byte[] octets) {
        Answer answer = bench.api().get("/api/fail/" + encoded(octets)).send();

        if (isUtf8(octets) && hasNoNul(octets)) {
            assertThat(answer).isProblem(404, "not-found");
        } else {
            assertThat(answer).isProblem(400, "invalid-request").hasViolationsAt("path");
        }
    }

    @Property(tries = 300)
    void readsAQueryAsUtf8OrRefusesIt(@ForAll @Size(min = 1, max = 6) byte[] octets) {
        Answer answer = bench.api().get("/health?x=" + encoded(octets)).send();

        if (isUtf8(octets)) {
            assertThat(answer).hasStatus(200);
        } else {
            assertThat(answer).isProblem(400, "invalid-request").hasViolationsAt("query");
        }
    }

    private static String encoded(byte[] octets) {
        return IntStream.range(0, octets.length)
                .mapToObj(i -> "%%%02x".formatted(octets[i]))
                .collect(Collectors.joining());
    }

    /** Decoding replaces invalid UTF-8, so that encoding the text again gives other octets. */
    private static boolean isUtf8(byte[] octets) {
        return Arrays.equals(new String(octets, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), octets);
    }

    private static boolean hasNoNul(byte[] octets) {
        return IntStream.range(0, octets.length).noneMatch(i -> octets[i] == 0);
    }
}
