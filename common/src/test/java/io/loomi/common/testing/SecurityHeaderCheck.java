package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** Checks the headers that every response must have, and the headers that no response may have. */
public final class SecurityHeaderCheck {

    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGES =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                    + "connect-src 'self'; frame-ancestors 'none'";

    private SecurityHeaderCheck() {}

    public static void check(Answer answer) {
        check(answer, NOTHING);
        assertThat(answer).hasHeader("Cache-Control", "no-store");
    }

    /** Checks a response through Nginx, which adds its name without its version. */
    public static void checkBehindNginx(Answer answer) {
        checkSet(answer, NOTHING);
        assertThat(answer).hasHeader("Cache-Control", "no-store").hasHeader("Server", "nginx");
    }

    /** Checks a page or a file of the documentation. */
    public static void checkPage(Answer answer) {
        check(answer, PAGES);
    }

    private static void check(Answer answer, String policy) {
        checkSet(answer, policy);
        assertThat(answer.headers().map()).doesNotContainKey("server");
    }

    private static void checkSet(Answer answer, String policy) {
        assertThat(answer.headers().allValues("Strict-Transport-Security"))
                .as("over HTTP in clear (RFC 6797, 7.2)")
                .isEmpty();
        ALWAYS.forEach((name, value) -> assertThat(answer).hasHeader(name, value));
        assertThat(answer).hasHeader("Content-Security-Policy", policy);
        assertThat(answer.headers().map()).doesNotContainKeys("x-powered-by", "via");
    }
}
