package io.loomi.transactions.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.ServiceCredentials;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.ServiceClient;
import io.loomi.common.resilience.Unreachable;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only customers itself can report an unknown customer: a response of another server at its address is not an answer. */
class CustomersResponseTest {

    private static final String PROBLEM = "application/problem+json; charset=utf-8";
    private static final String NOT_FOUND = problem("urn:loomi:problem:not-found", "There is no such customer.");
    private static final Recipient BIA = new Recipient.ByEmail("bia@example.com");

    private final Vertx vertx = Vertx.vertx();
    private volatile int status;
    private volatile String mediaType = PROBLEM;
    private volatile String body = NOT_FOUND;
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .await();
    private final ServiceClient client = ServiceClient.to(vertx, URI.create("http://127.0.0.1:" + server.actualPort()));
    private final HttpCustomers customers = new HttpCustomers(client);
    private final HttpRecipients recipients = new HttpRecipients(
            client, new ServiceToken(client, new ServiceCredentials("transactions", "a secret"), Clock.systemUTC()));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private static String problem(String type, String detail) {
        return new JsonObject().put("type", type).put("detail", detail).encode();
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/api/auth/token")) {
            request.response().end("{\"accessToken\": \"good\", \"expiresIn\": 900}");
        } else {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", mediaType)
                    .end(body);
        }
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        vertx.runOnContext(_ -> work.get().onComplete(done));
        return done.future();
    }

    private Future<CustomerStatus> statusOfCaller() {
        Caller caller = new Caller(
                UUID.randomUUID(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                "token",
                Instant.EPOCH,
                Instant.MAX,
                Optional.empty());
        return onLoop(() -> customers.statusOf(caller));
    }

    @Test
    void acceptsAProblemOfCustomers() {
        status = 404;

        assertThat(statusOfCaller().await()).isEqualTo(CustomerStatus.DELETED);
        assertThat(onLoop(() -> recipients.find(BIA)).await()).isEmpty();

        status = 400;
        body = problem("urn:loomi:problem:invalid-request", "must be an e-mail address");
        assertThat(onLoop(() -> recipients.find(BIA)).await()).isEmpty();

        status = 401;
        body = problem("urn:loomi:problem:invalid-token", "The token is not valid.");
        assertThatThrownBy(() -> statusOfCaller().await()).isInstanceOf(Failure.Unauthenticated.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 410})
    void rejectsResponsesOfOtherServers(int code) {
        status = code;
        for (String type : new String[] {"text/html", "application/json", PROBLEM}) {
            mediaType = type;
            for (String text : new String[] {"<html>", "{}", "[]", problem("about:blank", "Not Found")}) {
                body = text;
                assertIsNotUnderstood();
            }
        }
        mediaType = "application/json";
        body = NOT_FOUND;
        assertIsNotUnderstood();
    }

    @Test
    void rejectsAnotherServiceOfThisBank() {
        status = 404;
        body = problem("urn:loomi:problem:not-found", "There is nothing at this path.");

        assertIsNotUnderstood();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{}", "[]", ""})
    void rejectsUnreadableBodies(String text) {
        status = 200;
        body = text;

        assertIsNotUnderstood();
    }

    private void assertIsNotUnderstood() {
        assertThatThrownBy(() -> statusOfCaller().await())
                .as("%s %s %s", status, mediaType, body)
                .isInstanceOf(Unreachable.class);
        assertThatThrownBy(() -> onLoop(() -> recipients.find(BIA)).await())
                .as("%s %s %s", status, mediaType, body)
                .isInstanceOf(Unreachable.class);
    }
}
