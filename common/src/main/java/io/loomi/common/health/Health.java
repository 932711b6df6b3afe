package io.loomi.common.health;

import io.loomi.common.async.ContextPromise;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The service's health. It is {@code down} when a required check fails, and {@code degraded} when an optional one does.
 * A report is reused for {@link #TIME_TO_LIVE}.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class Health {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);
    private static final Duration REQUIRED_TIMEOUT = Duration.ofSeconds(2);

    /**
     * Shorter than the second that Nginx waits: if only optional checks time out, Nginx still gets the report, which
     * says degraded.
     */
    private static final Duration OPTIONAL_TIMEOUT = Duration.ofMillis(750);

    private final HealthChecks checks;
    private final Set<String> required = new HashSet<>();
    private @Nullable Future<Report> last;
    private long lastNanos;

    public Health(Vertx vertx) {
        this.checks = HealthChecks.create(vertx);
    }

    /** Adds a check of something that the service cannot work without. */
    public Health required(String name, Supplier<Future<Void>> check) {
        required.add(name);
        return optional(name, check);
    }

    /** Adds a check of something that the service can do without for a while. */
    public Health optional(String name, Supplier<Future<Void>> check) {
        return measured(name, () -> check.get().map(Status.OK()));
    }

    /** Adds a check whose status has figures. */
    public Health measured(String name, Supplier<Future<Status>> check) {
        checks.register(
                name,
                (required.contains(name) ? REQUIRED_TIMEOUT : OPTIONAL_TIMEOUT).toMillis(),
                promise -> check.get()
                        .otherwise(failure -> Status.KO())
                        .onSuccess(promise::tryComplete)); // the timeout of the check may have completed it already
        return this;
    }

    /** Returns the last report, or a new one if the last is too old, in the caller's context. */
    public Future<Report> check() {
        long now = System.nanoTime();
        if (last == null || now - lastNanos > TIME_TO_LIVE.toNanos()) {
            lastNanos = now;
            last = checks.checkStatus().map(result -> Report.from(result.toJson(), required));
        }
        return ContextPromise.onCurrentContext(last);
    }

    /** @param status up, degraded or down */
    public record Report(String status, JsonObject details) {

        private static Report from(JsonObject result, Set<String> required) {
            JsonObject parts = new JsonObject();
            String status = "up";
            for (Object item : result.getJsonArray("checks", new JsonArray())) {
                JsonObject check = (JsonObject) item;
                boolean up = "UP".equals(check.getString("status"));
                if (!up) {
                    status = required.contains(check.getString("id")) || status.equals("down") ? "down" : "degraded";
                }
                JsonObject part = new JsonObject().put("status", up ? "up" : "down");
                part.mergeIn(check.getJsonObject("data", new JsonObject()));
                parts.put(check.getString("id"), part);
            }
            return new Report(status, new JsonObject().put("status", status).put("checks", parts));
        }

        public boolean isReady() {
            return !status.equals("down");
        }

        public JsonObject summary() {
            return new JsonObject().put("status", status);
        }
    }
}
