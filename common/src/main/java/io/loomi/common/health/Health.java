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
 * Whether the service is well. What it cannot work without makes it {@code down}, what it can do without makes it {@code
 * degraded}. A report is kept for {@link #FRESH}, so that asking often costs nothing.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class Health {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration VITAL_PATIENCE = Duration.ofSeconds(2);

    /** Less than the second for which Nginx waits: while only such a thing keeps silent, the service is heard to be degraded. */
    private static final Duration PATIENCE = Duration.ofMillis(750);

    private final HealthChecks checks;
    private final Set<String> required = new HashSet<>();
    private @Nullable Future<Report> last;
    private long lastNanos;

    public Health(Vertx vertx) {
        this.checks = HealthChecks.create(vertx);
    }

    /** Adds something that the service cannot work without. */
    public Health required(String name, Supplier<Future<Void>> check) {
        required.add(name);
        return optional(name, check);
    }

    /** Adds something that the service can do without for a while. */
    public Health optional(String name, Supplier<Future<Void>> check) {
        return measured(name, () -> check.get().map(Status.OK()));
    }

    /** Adds a check that brings figures with its status. */
    public Health measured(String name, Supplier<Future<Status>> check) {
        checks.register(
                name,
                (required.contains(name) ? VITAL_PATIENCE : PATIENCE).toMillis(),
                promise -> check.get()
                        .otherwise(failure -> Status.KO())
                        .onSuccess(promise::tryComplete)); // the checks' own time limit may have been first
        return this;
    }

    /** The last report while it is fresh, or a new one, in the context of the caller. */
    public Future<Report> check() {
        long now = System.nanoTime();
        if (last == null || now - lastNanos > FRESH.toNanos()) {
            lastNanos = now;
            last = checks.checkStatus().map(result -> Report.from(result.toJson(), required));
        }
        return ContextPromise.following(last);
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
