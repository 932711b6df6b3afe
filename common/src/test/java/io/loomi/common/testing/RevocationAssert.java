package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import java.time.Duration;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/** Asserts that a customer whose tokens were just revoked is refused. */
public final class RevocationAssert {

    private static final Duration MAX_DELAY = Duration.ofSeconds(1);

    private RevocationAssert() {}

    /**
     * Asserts that every request sent later than a second from now is refused. The time of sending counts, so that only
     * a slow service fails the assertion, and not a slow test machine.
     *
     * @param request with the customer's token, which was valid before
     */
    public static void assertRefusedWithinASecond(Supplier<Answer> request) {
        long revokedAt = System.nanoTime();
        Answer refusal = Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> send(request, revokedAt), answer -> answer.status() == 401);
        assertThat(refusal).isProblem(401, "revoked-token");
    }

    private static Answer send(Supplier<Answer> request, long revokedAt) {
        Duration since = Duration.ofNanos(System.nanoTime() - revokedAt);
        Answer answer = request.get();
        if (answer.status() != 401) {
            Assertions.assertThat(since)
                    .as("time from the revocation to a request that was answered %d", answer.status())
                    .isLessThan(MAX_DELAY);
        }
        return answer;
    }
}
