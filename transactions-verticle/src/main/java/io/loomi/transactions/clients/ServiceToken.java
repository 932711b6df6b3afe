package io.loomi.transactions.clients;

import io.loomi.common.auth.ServiceCredentials;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.ServiceClient;
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
 * This service's own access token at customers, from the OAuth 2.0 client credentials grant. It is cached and renewed
 * {@link #RENEWAL_MARGIN} before it expires; concurrent callers share one renewal. After a refusal there is no new request for
 * {@link #REFUSAL_PAUSE}: a wrong secret would fill the audit of customers and use up the rate limit of this address.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class ServiceToken {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceToken.class);
    private static final String PATH = "/api/auth/token";
    private static final Duration RENEWAL_MARGIN = Duration.ofMinutes(1);
    private static final Duration REFUSAL_PAUSE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;

    private final ServiceClient client;
    private final ServiceCredentials credentials;
    private final Clock clock;
    private String token = "";
    private Instant renewAt = Instant.EPOCH;
    private Instant nextRequestAt = Instant.EPOCH;
    private final SingleFlight<String> renewal = new SingleFlight<>();

    public ServiceToken(ServiceClient client, ServiceCredentials credentials, Clock clock) {
        this.client = client;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** The token; fails with {@link Failure.Unavailable} if customers refuses one, and during the pause after a refusal. */
    public Future<String> current() {
        Instant now = clock.instant();
        if (now.isBefore(renewAt)) {
            return Future.succeededFuture(token);
        }
        return now.isBefore(nextRequestAt) ? refused() : renewal.call(this::renew);
    }

    private static Future<String> refused() {
        return Future.failedFuture(new Failure.Unavailable(Recipients.NO_ANSWER));
    }

    private Future<String> renew() {
        return client.requireAnswer(client.request(HttpMethod.POST, PATH)
                        .basicAuthentication(credentials.id(), credentials.secret())
                        .sendForm(MultiMap.caseInsensitiveMultiMap().add("grant_type", "client_credentials"))
                        .onSuccess(this::pauseAfterRefusal))
                .compose(this::take);
    }

    /** No pause after a 5xx: the caller retries it. */
    private void pauseAfterRefusal(HttpResponse<Buffer> response) {
        if (response.statusCode() != OK && response.statusCode() < SERVER_ERROR) {
            nextRequestAt = clock.instant().plus(REFUSAL_PAUSE);
        }
    }

    /** Sends a request with the token. If customers rejects the token, the next request gets a new one. */
    Future<HttpResponse<Buffer>> authorize(Function<String, Future<HttpResponse<Buffer>>> request) {
        return current()
                .compose(bearer -> request.apply(bearer).onSuccess(response -> {
                    if (response.statusCode() == UNAUTHORIZED) {
                        markRejected(bearer);
                    }
                }));
    }

    /** Ignores a late answer to an older token. */
    private void markRejected(String rejected) {
        if (rejected.equals(token)) {
            renewAt = Instant.EPOCH;
        }
    }

    private Future<String> take(HttpResponse<Buffer> response) {
        if (!CustomersResponse.isFromCustomers(response)) {
            return CustomersResponse.notUnderstood("status " + response.statusCode());
        }
        if (response.statusCode() != OK) {
            LOG.atError()
                    .addKeyValue("status", response.statusCode())
                    .log(
                            "Customers refused a token for this service: check SERVICE_CLIENT_ID and SERVICE_CLIENT_SECRET");
            return refused();
        }
        try {
            JsonObject answer = Objects.requireNonNull(response.bodyAsJsonObject());
            String given = Objects.requireNonNull(answer.getString("accessToken"));
            renewAt = clock.instant().plusSeconds(answer.getLong("expiresIn")).minus(RENEWAL_MARGIN);
            token = given;
            return Future.succeededFuture(token);
        } catch (RuntimeException unreadable) {
            LOG.error("Customers returned an unreadable token: check CUSTOMERS_SERVICE_URL");
            return refused();
        }
    }
}
