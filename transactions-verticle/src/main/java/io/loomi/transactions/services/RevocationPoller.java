package io.loomi.transactions.services;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.revocations.Revocations;
import io.loomi.common.tracing.Correlation;
import io.loomi.transactions.clients.RevocationSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls every source of revocations independently. A failing source does not block the others, and known revocations
 * stay in force. The service rejects all tokens until the first successful read. One per process; any event loop may
 * read its state.
 */
public final class RevocationPoller {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationPoller.class);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);

    /** How long the start of the service waits for the first read of all sources. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(2);

    /** The feed must be read at least this often, because the faster sources may miss revocations. */
    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Revocations revocations;
    private final List<PolledSource> sources;
    private volatile boolean stopped;

    /** A source and the state of its polling. */
    private static final class PolledSource {
        private final RevocationSource source;
        private final LongSupplier nanos;
        private volatile long readAt;
        private volatile boolean hasBeenRead;
        private volatile boolean failing;

        private PolledSource(RevocationSource source, LongSupplier nanos) {
            this.source = source;
            this.nanos = nanos;
            this.readAt = nanos.getAsLong();
        }

        private void markRead() {
            readAt = nanos.getAsLong();
            hasBeenRead = true;
        }

        /** Time since the last successful read, or since the start. */
        private Duration age() {
            return Duration.ofNanos(nanos.getAsLong() - readAt);
        }

        private boolean isUp() {
            return hasBeenRead && age().compareTo(MAX_AGE) < 0;
        }

        private JsonObject state() {
            JsonObject state = new JsonObject().put("status", isUp() ? "up" : "down");
            return hasBeenRead ? state.put("ageMillis", age().toMillis()) : state;
        }
    }

    public RevocationPoller(Vertx vertx, Revocations revocations, List<RevocationSource> sources) {
        this(vertx, revocations, sources, System::nanoTime);
    }

    RevocationPoller(Vertx vertx, Revocations revocations, List<RevocationSource> sources, LongSupplier nanos) {
        this.vertx = vertx;
        this.revocations = revocations;
        this.sources =
                sources.stream().map(source -> new PolledSource(source, nanos)).toList();
    }

    /**
     * Polls until {@link #stop}. Completes when each source was read once, but after {@link #START_TIMEOUT} at the
     * latest, and never fails. The service then opens its port. If no source was read, it rejects every token, and its
     * health check reports the reason.
     */
    public Future<Void> start() {
        return TimeLimit.on(Future.join(sources.stream().map(this::poll).toList()), START_TIMEOUT)
                .transform(_ -> Future.succeededFuture());
    }

    public Future<Void> stop() {
        stopped = true;
        return Future.succeededFuture();
    }

    private Future<Void> poll(PolledSource polled) {
        return read(polled).onComplete(_ -> {
            if (!stopped) {
                Duration pause = polled.failing ? RETRY_INTERVAL : polled.source.pause();
                vertx.setTimer(pause.toMillis(), _ -> poll(polled));
            }
        });
    }

    private Future<Void> read(PolledSource polled) {
        return Correlation.runWithNewId(vertx, () -> readOnce(polled))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Future<?> readOnce(PolledSource polled) {
        return Future.succeededFuture()
                .compose(_ -> polled.source.read())
                .compose(found -> {
                    revocations.add(found);
                    return polled.source.applied();
                })
                .onSuccess(_ -> succeeded(polled))
                .onFailure(failure -> failed(polled, failure));
    }

    private void succeeded(PolledSource polled) {
        polled.markRead();
        revocations.markLoaded();
        if (polled.failing) {
            polled.failing = false;
            LOG.atInfo().addKeyValue("source", polled.source.name()).log("Revocations can be read again");
        }
    }

    private static void failed(PolledSource polled, Throwable failure) {
        if (!polled.failing) {
            polled.failing = true;
            LOG.atWarn()
                    .addKeyValue("source", polled.source.name())
                    .addKeyValue("cause", String.valueOf(failure.getMessage()))
                    .log("Revocations cannot be read");
        }
    }

    /** Fails until a source was read, because no token is accepted before that. */
    public Future<Void> requireLoaded() {
        return revocations.isLoaded() ? Future.succeededFuture() : Future.failedFuture("no source was read yet");
    }

    /** A health check that is down if the feed was not read recently, with the status and the age of each source. */
    public Future<Status> check() {
        JsonObject figures = new JsonObject().put("known", revocations.size());
        sources.forEach(polled -> figures.put(polled.source.name(), polled.state()));
        boolean up =
                sources.stream().filter(polled -> polled.source.isComplete()).allMatch(PolledSource::isUp);
        return Future.succeededFuture(up ? Status.OK(figures) : Status.KO(figures));
    }

    public void measure(MeterRegistry registry) {
        Gauge.builder("loomi.revocations.known", revocations, Revocations::size)
                .description("Revoked sessions and customers")
                .register(registry);
        sources.forEach(polled -> Gauge.builder(
                        "loomi.revocations.age", polled, known -> known.age().toMillis() / 1000.0)
                .description("Time since the last successful read of a source, or since the start")
                .baseUnit("seconds")
                .tag("source", polled.source.name())
                .register(registry));
    }
}
