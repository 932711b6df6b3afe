package io.loomi.common.middlewares;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.contract.Contract;
import io.loomi.common.errors.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every failure gets an answer, and every error is a problem document. */
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
        return List.of(() -> Future.failedFuture("not a Failure"), () -> {
            throw new IllegalStateException("thrown");
        });
    }

    @ParameterizedTest
    @MethodSource("failingLimits")
    void answersWhenTheLimitOfWhatThereIsNotFailsByItself(Limit limit) {
        HttpResponse<Buffer> answer = get("/nothing", limit);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.getHeader("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
    }

    @ParameterizedTest
    @CsvSource({
        "402, invalid-request",
        "409, conflict",
        "416, range-not-satisfiable",
        "418, invalid-request",
        "429, rate-limited",
        "502, internal-error",
        "504, outcome-unknown",
        "505, internal-error",
        "599, internal-error"
    })
    void answersEachStatusWithAProblem(int status, String type) {
        HttpResponse<Buffer> answer = get("/failing/" + status, Future::succeededFuture);

        JsonObject problem = answer.bodyAsJsonObject();
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.getHeader("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(problem.getString("type")).isEqualTo("urn:loomi:problem:" + type);
        assertThat(problem.getInteger("status")).isEqualTo(status);
    }

    private static HttpResponse<Buffer> get(String path, Limit limit) {
        Router router = Router.router(VERTX);
        router.get("/failing/:status").handler(context -> context.fail(Integer.parseInt(context.pathParam("status"))));
        new ProblemAnswers(new AllowedMethods(Contract.load("echo").model(), _ -> HttpMethod.GET), _ -> limit.pass())
                .mount(router);
        int port = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        return WebClient.create(VERTX)
                .get(port, "127.0.0.1", path)
                .timeout(TimeUnit.SECONDS.toMillis(5))
                .send()
                .await();
    }
}
