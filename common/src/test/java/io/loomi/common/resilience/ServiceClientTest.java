package io.loomi.common.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.testing.FaultyProxy;
import io.loomi.common.testing.FaultyProxy.Fault;
import io.loomi.common.testing.Slow;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call ends within five seconds, whatever the network and the other service do. */
@Timeout(value = 12, unit = TimeUnit.SECONDS) // longer than any call, unless the client fails to end it
@Slow
class ServiceClientTest {

    /** More bytes than the head of the answer, and fewer than the whole answer. */
    private static final int HEAD = 40;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Queue<HttpServerRequest> requests = new ConcurrentLinkedQueue<>();
    private final FaultyProxy network = FaultyProxy.open();
    private int status = 200;
    private final HttpServer service = vertx.createHttpServer()
            .requestHandler(request -> {
                requests.add(request);
                request.response().setStatusCode(status).end("an answer");
            })
            .listen(0, "127.0.0.1")
            .await();
    private final ServiceClient client =
            ServiceClient.to(vertx, network.before(URI.create("http://127.0.0.1:" + service.actualPort())));

    @AfterEach
    void close() {
        client.close().await();
        network.close();
        vertx.close().await();
    }

    static Stream<Fault> slowNetworks() {
        return Stream.of(new Fault.BlackHole(), new Fault.Drip(HEAD, Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @MethodSource("slowNetworks")
    void endsASlowCallAndUsesAnotherConnectionForTheNext(Fault fault) {
        assertThat(client.get("/").await().statusCode()).isEqualTo(200);

        network.suffer(fault);
        assertThatThrownBy(() -> call().await()).isInstanceOf(Unreachable.class);

        network.recover();
        assertThat(call().await()).isEqualTo(200);
    }

    /** More calls than there are connections. */
    @Test
    void survivesAnswersThatNeverEnd() {
        network.suffer(new Fault.Drip(HEAD, Duration.ofSeconds(20)));
        Future<List<Integer>> answers = onOneLoop(() -> Future.all(
                        Stream.generate(() -> call().otherwise(0)).limit(20).toList())
                .map(all -> all.<Integer>list()));
        assertThat(answers.await()).containsOnly(0);

        network.recover();
        assertThat(onOneLoop(this::call).await()).isEqualTo(200);
    }

    private <T> Future<T> onOneLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(_ -> work.get().onComplete(done));
        return done.future();
    }

    @Test
    void keepsTheDeadlineOfTheCaller() {
        network.suffer(new Fault.Drip(HEAD, Duration.ofMillis(500)));
        Promise<Integer> answer = Promise.promise();

        vertx.runOnContext(_ -> {
            Deadline.bind(Deadline.in(Duration.ofSeconds(1), Clock.systemUTC()));
            call().onComplete(answer);
        });

        assertThatThrownBy(() -> answer.future().await()).isInstanceOf(Unreachable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void treatsTemporaryStatusesAsUnreachable(int refusal) {
        status = refusal;

        assertThatThrownBy(() -> call().await()).isInstanceOf(Unreachable.class).hasMessage("status " + refusal);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 404})
    void returnsAnyOtherStatus(int answer) {
        status = answer;

        assertThat(call().await()).isEqualTo(answer);
    }

    @Test
    void keepsConnectionsForTheNextCalls() {
        Future<?> last = Future.succeededFuture();
        for (int i = 0; i < 20; i++) {
            last = last.compose(_ -> client.get("/"));
        }
        last.await();

        // a call may begin before the previous connection is back in the pool
        assertThat(requests.stream()
                        .map(HttpServerRequest::connection)
                        .distinct()
                        .count())
                .isLessThanOrEqualTo(2);
    }

    private Future<Integer> call() {
        return client.requireAnswer(client.request(HttpMethod.GET, "/").send()).map(response -> response.statusCode());
    }
}
