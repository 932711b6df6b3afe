package io.loomi.transactions.clients;

import io.loomi.common.async.SingleFlight;
import io.loomi.common.auth.VerificationKeys;
import io.loomi.common.client.ServiceClient;
import io.loomi.common.errors.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that customers publishes, kept for {@link #LIFE} or until a token names one that is not among them; then they are
 * read again, but not more often than every {@link #PAUSE}, whatever tokens are sent. While customers is down, the last
 * ones stay good, and nobody whose key is among them waits for it.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class CustomersKeys implements VerificationKeys {

    private static final Logger LOG = LoggerFactory.getLogger(CustomersKeys.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** A key that customers has withdrawn is trusted for as long at most. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    private static final String PATH = "/.well-known/jwks.json";

    private final ServiceClient client;
    private final Clock clock;
    private List<JsonObject> keys = List.of();
    private Instant readAt = Instant.EPOCH;
    private Instant nextRead = Instant.EPOCH;
    private boolean unwell;
    private final SingleFlight<List<JsonObject>> reading = new SingleFlight<>();

    public CustomersKeys(ServiceClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public Future<List<JsonObject>> find(String wanted) {
        Instant now = clock.instant();
        boolean known = keys.stream().anyMatch(key -> wanted.equals(key.getString("kid")));
        if (known && !now.isAfter(readAt.plus(LIFE))) {
            return Future.succeededFuture(keys);
        }
        // Without any key nothing can be verified, so then every request may try.
        boolean due = keys.isEmpty() || !now.isBefore(nextRead);
        if (!due && !reading.isUnderWay()) {
            return Future.succeededFuture(keys);
        }
        Future<List<JsonObject>> read = reading.call(this::read);
        return known && unwell ? Future.succeededFuture(keys) : read;
    }

    private Future<List<JsonObject>> read() {
        nextRead = clock.instant().plus(PAUSE);
        return client.get(PATH).map(CustomersKeys::parse).onSuccess(this::take).recover(this::lastGood);
    }

    private void take(List<JsonObject> read) {
        keys = read;
        readAt = clock.instant();
        unwell = false;
    }

    private static List<JsonObject> parse(HttpResponse<Buffer> response) {
        return Objects.requireNonNull(response.bodyAsJsonObject()).getJsonArray("keys").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private Future<List<JsonObject>> lastGood(Throwable failure) {
        unwell = true;
        LOG.atWarn().addKeyValue("cause", String.valueOf(failure.getMessage())).log("Keys of customers not readable");
        return keys.isEmpty()
                ? Future.failedFuture(
                        new Failure.Unavailable("Who you are cannot be checked right now: try again in a moment."))
                : Future.succeededFuture(keys);
    }
}
