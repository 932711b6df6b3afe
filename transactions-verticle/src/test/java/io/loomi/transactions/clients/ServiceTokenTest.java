package io.loomi.transactions.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.auth.ServiceCredentials;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.ServiceClient;
import io.loomi.common.testing.MutableClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service gets, caches and renews its own token, and pauses after a refusal. */
class ServiceTokenTest {

    private static final String GIVEN = "{\"accessToken\": \"good\", \"expiresIn\": 900}";

    private final Vertx vertx = Vertx.vertx();
    private final ContextInternal loop = (ContextInternal) vertx.getOrCreateContext();
    private final MutableClock clock = new MutableClock();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private volatile String given = GIVEN;
    private final HttpServer refusing = vertx.createHttpServer()
            .requestHandler(request -> request.response().setStatusCode(401).end())
            .listen(0, "127.0.0.1")
            .await();
    private final HttpRequest<Buffer> refused = WebClient.create(vertx).get(refusing.actualPort(), "127.0.0.1", "/");
    private final HttpServer customers = vertx.createHttpServer()
            .requestHandler(request -> {
                asked.incrementAndGet();
                request.response().setStatusCode(status).end(status == 200 ? given : "{}");
            })
            .listen(0, "127.0.0.1")
            .await();
    private final ServiceToken token = new ServiceToken(
            ServiceClient.to(vertx, URI.create("http://127.0.0.1:" + customers.actualPort())),
            new ServiceCredentials("transactions", "a secret"),
            clock);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void isRequestedOnceAndKeptUntilShortlyBeforeExpiry() {
        List<Future<String>> all = Stream.generate(this::current).limit(10).toList();

        assertThat(all).allSatisfy(one -> assertThat(one.await()).isEqualTo("good"));
        assertThat(asked).hasValue(1);

        clock.advance(Duration.ofMinutes(13));
        current().await();
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofMinutes(1));
        current().await();
        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 429})
    void isNotRequestedForTenSecondsAfterARefusal(int refusal) {
        status = refusal;
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> current().await()).isInstanceOf(RuntimeException.class);
        }
        assertThat(asked).hasValue(1);
        assertThatThrownBy(() -> current().await())
                .as("customers is not called during the pause")
                .isInstanceOf(Failure.Unavailable.class);

        status = 200;
        clock.advance(Duration.ofSeconds(11));
        assertThat(current().await()).isEqualTo("good");
        assertThat(asked).hasValue(2);
    }

    @Test
    void isRequestedAgainImmediatelyAfterAServerError() {
        status = 500;
        assertThatThrownBy(() -> current().await()).hasMessage("status 500");
        status = 200;

        assertThat(current().await()).isEqualTo("good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"accessToken\": \"good\"}", "{\"expiresIn\": 900}"})
    void isRejectedIfUnreadable(String unreadable) {
        given = unreadable;
        assertThatThrownBy(() -> current().await()).isInstanceOf(Failure.Unavailable.class);

        given = GIVEN;
        assertThat(current().await()).isEqualTo("good");
    }

    @Test
    void survivesALateRefusalOfTheOldToken() {
        Promise<Void> old = Promise.promise();
        Future<Integer> late = authorized(old);
        given = "{\"accessToken\": \"better\", \"expiresIn\": 900}";
        Promise<Void> first = Promise.promise();
        Future<Integer> early = authorized(first);

        first.complete();
        assertThat(early.await()).isEqualTo(401);
        assertThat(current().await()).isEqualTo("better");
        old.complete();
        assertThat(late.await()).isEqualTo(401);
        assertThat(current().await()).isEqualTo("better");
        assertThat(asked).as("for a token").hasValue(2);
    }

    /** A request that customers refuses when {@code refusal} completes. */
    private Future<Integer> authorized(Promise<Void> refusal) {
        Promise<Integer> answer = Promise.promise();
        AtomicBoolean sent = new AtomicBoolean();
        loop.duplicate()
                .runOnContext(_ -> token.authorize(bearer -> {
                            sent.set(true);
                            return refusal.future().compose(_ -> refused.send());
                        })
                        .map(HttpResponse::statusCode)
                        .onComplete(answer));
        Awaitility.await().untilTrue(sent);
        return answer.future();
    }

    /** A request in its own context; all are on one event loop. */
    private Future<String> current() {
        Promise<String> answer = Promise.promise();
        loop.duplicate().runOnContext(_ -> token.current().onComplete(answer));
        return answer.future();
    }
}
