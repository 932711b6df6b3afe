package io.loomi.common.middlewares;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.errors.Failure;
import io.loomi.common.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests above the limit get 503 at once. */
class ConcurrencyLimitTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final List<RoutingContext> inProgress = new CopyOnWriteArrayList<>();
    private final Metrics metrics = new Metrics("crowd");
    private int port;

    @BeforeEach
    void open() {
        Router router = Router.router(vertx);
        router.route()
                .handler(new ConcurrencyLimit(2, metrics))
                .handler(inProgress::add)
                .failureHandler(context -> context.response()
                        .setStatusCode(context.failure() instanceof Failure.Unavailable ? 503 : 500)
                        .end());
        port = vertx.createHttpServer().requestHandler(router).listen(0).await().actualPort();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void rejectsRequestsWhileItIsFullAndAcceptsLaterOnes() {
        Future<Integer> first = send("/api/a");
        Future<Integer> second = send("/api/b");
        awaitInProgress(2);
        assertThat(counted()).isEqualTo(2);

        assertThat(status(send("/api/c"))).isEqualTo(503);
        assertThat(metrics.registry().get("loomi.requests.shed").counter().count())
                .isEqualTo(1);

        answer(0);
        assertThat(status(first)).isEqualTo(200);
        Future<Integer> third = send("/api/d");
        awaitInProgress(3);
        answer(1);
        answer(2);
        assertThat(status(second)).isEqualTo(200);
        assertThat(status(third)).isEqualTo(200);
        Awaitility.await().until(() -> counted() == 0);
    }

    @Test
    void releasesThePlaceOfAClientThatHangsUp() {
        send("/api/a");
        send("/api/b");
        awaitInProgress(2);
        List<Boolean> gone = new CopyOnWriteArrayList<>();
        inProgress.forEach(context -> context.addEndHandler(_ -> gone.add(true)));

        inProgress.forEach(context -> context.request().connection().close());

        Awaitility.await().until(() -> gone.size() == 2);
        assertThat(counted()).isZero();
        Future<Integer> next = send("/api/c");
        awaitInProgress(3);
        answer(2);
        assertThat(status(next)).isEqualTo(200);
    }

    @Test
    void acceptsHealthChecksWhenItIsFull() {
        send("/api/a");
        send("/api/b");
        awaitInProgress(2);

        Future<Integer> probe = send("/health/ready");
        awaitInProgress(3);
        answer(2);

        assertThat(status(probe)).isEqualTo(200);
    }

    private Future<Integer> send(String path) {
        return client.request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(request -> request.send().map(HttpClientResponse::statusCode));
    }

    private static int status(Future<Integer> answer) {
        Awaitility.await().until(answer::isComplete);
        return answer.result();
    }

    private double counted() {
        return metrics.registry().get("loomi.requests.in.progress").gauge().value();
    }

    private void awaitInProgress(int number) {
        Awaitility.await().until(() -> inProgress.size() == number);
    }

    private void answer(int number) {
        RoutingContext context = inProgress.get(number);
        context.vertx().runOnContext(_ -> context.response().end());
    }
}
