package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import java.time.Duration;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/** Somebody who was put out a moment ago. */
public final class PutOut {

    private static final Duration PROMISED = Duration.ofSeconds(1);

    private PutOut() {}

    /**
     * That they are refused within a second from now: no request that is sent later is let in. When it was sent is what counts, so
     * that a machine that is slow to answer breaks no promise, and a service that is slow to hear does.
     *
     * @param request theirs, with the token that was good before
     */
    public static void isRefusedWithinASecond(Supplier<Answer> request) {
        long ended = System.nanoTime();
        Answer refusal = Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ask(request, ended), answer -> answer.status() == 401);
        assertThat(refusal).isProblem(401, "revoked-token");
    }

    private static Answer ask(Supplier<Answer> request, long ended) {
        Duration since = Duration.ofNanos(System.nanoTime() - ended);
        Answer answer = request.get();
        if (answer.status() != 401) {
            Assertions.assertThat(since)
                    .as("after the end, when a request was sent that was answered %d", answer.status())
                    .isLessThan(PROMISED);
        }
        return answer;
    }
}
