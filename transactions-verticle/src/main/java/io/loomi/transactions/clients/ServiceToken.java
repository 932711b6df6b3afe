package io.loomi.transactions.clients;

import io.loomi.common.auth.ServiceCredentials;
import io.loomi.common.client.ServiceClient;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.SingleFlight;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This service's own access token at customers, by OAuth2's client credentials. It is kept and renewed {@link #MARGIN}
 * before it ends, once for however many wait for it. After a refusal customers is left alone for {@link #PAUSE}: a wrong secret would
 * fill its audit and spend what others may ask from the same address.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class ServiceToken {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceToken.class);
    private static final String PATH = "/api/auth/token";
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;

    private final ServiceClient client;
    private final ServiceCredentials credentials;
    private final Clock clock;
    private String token = "";
    private Instant renewAt = Instant.EPOCH;
    private Instant nextAsked = Instant.EPOCH;
    private final SingleFlight<String> renewal = new SingleFlight<>();

    public ServiceToken(ServiceClient client, ServiceCredentials credentials, Clock clock) {
        this.client = client;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** Fails with {@link Failure.Unavailable} when customers refused to give one, lately too. */
    public Future<String> current() {
        Instant now = clock.instant();
        if (now.isBefore(renewAt)) {
            return Future.succeededFuture(token);
        }
        return now.isBefore(nextAsked) ? refused() : renewal.call(this::renew);
    }

    private static Future<String> refused() {
        return Future.failedFuture(new Failure.Unavailable(HttpRecipients.UNKNOWN));
    }

    private Future<String> renew() {
        return client.answered(client.request(HttpMethod.POST, PATH)
                        .basicAuthentication(credentials.id(), credentials.secret())
                        .sendForm(MultiMap.caseInsensitiveMultiMap().add("grant_type", "client_credentials"))
                        .onSuccess(this::pauseAfterRefusal))
                .compose(this::take);
    }

    /** A failure of customers itself, 5xx, is for whoever asks to repeat. */
    private void pauseAfterRefusal(HttpResponse<Buffer> response) {
        if (response.statusCode() != OK && response.statusCode() < SERVER_ERROR) {
            nextAsked = clock.instant().plus(PAUSE);
        }
    }

    /** What is answered to a request that has the token; where customers does not take it, the next request has a new one. */
    Future<HttpResponse<Buffer>> authorize(Function<String, Future<HttpResponse<Buffer>>> request) {
        return current()
                .compose(bearer -> request.apply(bearer).onSuccess(response -> {
                    if (response.statusCode() == UNAUTHORIZED) {
                        forget(bearer);
                    }
                }));
    }

    /** The answer may be late, and there a new one already. */
    private void forget(String refused) {
        if (refused.equals(token)) {
            renewAt = Instant.EPOCH;
        }
    }

    private Future<String> take(HttpResponse<Buffer> response) {
        if (!CustomersResponse.isOne(response)) {
            return CustomersResponse.notUnderstood("status " + response.statusCode());
        }
        if (response.statusCode() != OK) {
            LOG.atError()
                    .addKeyValue("status", response.statusCode())
                    .log("Customers gave this service no token: check SERVICE_CLIENT_ID and SERVICE_CLIENT_SECRET");
            return refused();
        }
        try {
            JsonObject answer = Objects.requireNonNull(response.bodyAsJsonObject());
            String given = Objects.requireNonNull(answer.getString("accessToken"));
            renewAt = clock.instant().plusSeconds(answer.getLong("expiresIn")).minus(MARGIN);
            token = given;
            return Future.succeededFuture(token);
        } catch (RuntimeException unreadable) {
            LOG.error("Customers gave this service a token that cannot be read: check CUSTOMERS_SERVICE_URL");
            return refused();
        }
    }
}
