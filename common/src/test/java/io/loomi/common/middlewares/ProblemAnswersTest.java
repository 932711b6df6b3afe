package io.loomi.common.middlewares;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.contract.Contract;
import io.loomi.common.errors.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An error in the error handling itself still gets a response. */
class ProblemAnswersTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private interface Limit {
        Future<Void> pass();
    }

    static List<Limit> failingLimits() {
        return List.of(() -> Future.failedFuture("no failure of ours"), () -> {
            throw new IllegalStateException("thrown");
        });
    }

    @ParameterizedTest
    @MethodSource("failingLimits")
    void answersWhenTheLimitForUnknownPathsFails(Limit limit) {
        Router router = Router.router(VERTX);
        new ProblemAnswers(new AllowedMethods(Contract.load("echo").model(), _ -> HttpMethod.GET), _ -> limit.pass())
                .mount(router);
        int port = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();

        HttpResponse<Buffer> answer = WebClient.create(VERTX)
                .get(port, "127.0.0.1", "/nothing")
                .timeout(TimeUnit.SECONDS.toMillis(5))
                .send()
                .await();

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.getHeader("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
    }
}
