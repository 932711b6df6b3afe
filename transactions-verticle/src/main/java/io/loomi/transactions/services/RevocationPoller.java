package io.loomi.transactions.services;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.correlation.Correlation;
import io.loomi.common.revocations.Revocations;
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
 * Reads every source of revocations over and over, each for itself: one that fails keeps no other from being read, and what is
 * known stays known. With the first reading tokens begin to be taken. One for a process; its state may be asked for on any event
 * loop.
 */
public final class RevocationPoller {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationPoller.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

    /** How long the start of the service waits for the first reading of all sources. */
    private static final Duration FIRST_READING = Duration.ofSeconds(2);

    /** Without a reading of the record for this long, what a quicker source has missed goes unnoticed. */
    private static final Duration BLIND = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Revocations revocations;
    private final List<Watched> sources;
    private volatile boolean stopped;

    /** A source and how its reading goes. */
    private static final class Watched {
        private final RevocationSource source;
        private final LongSupplier nanos;
        private volatile long readAt;
        private volatile boolean everRead;
        private volatile boolean failing;

        private Watched(RevocationSource source, LongSupplier nanos) {
            this.source = source;
            this.nanos = nanos;
            this.readAt = nanos.getAsLong();
        }

        private void read() {
            readAt = nanos.getAsLong();
            everRead = true;
        }

        /** Since it was read, or since the start. */
        private Duration age() {
            return Duration.ofNanos(nanos.getAsLong() - readAt);
        }

        private boolean isWell() {
            return everRead && age().compareTo(BLIND) < 0;
        }

        private JsonObject state() {
            JsonObject state = new JsonObject().put("status", isWell() ? "up" : "down");
            return everRead ? state.put("ageMillis", age().toMillis()) : state;
        }
    }

    public RevocationPoller(Vertx vertx, Revocations revocations, List<RevocationSource> sources) {
        this(vertx, revocations, sources, System::nanoTime);
    }

    RevocationPoller(Vertx vertx, Revocations revocations, List<RevocationSource> sources, LongSupplier nanos) {
        this.vertx = vertx;
        this.revocations = revocations;
        this.sources =
                sources.stream().map(source -> new Watched(source, nanos)).toList();
    }

    /**
     * Reads on until {@link #stop}; comes back, and never fails, when each source was read once or took too long. The service
     * opens its port then, even when none was read: it lets nobody in, and its health says why.
     */
    public Future<Void> start() {
        return TimeLimit.on(Future.join(sources.stream().map(this::watch).toList()), FIRST_READING)
                .transform(_ -> Future.succeededFuture());
    }

    public Future<Void> stop() {
        stopped = true;
        return Future.succeededFuture();
    }

    private Future<Void> watch(Watched watched) {
        return read(watched).onComplete(_ -> {
            if (!stopped) {
                Duration pause = watched.failing ? PAUSE_AFTER_FAILURE : watched.source.pause();
                vertx.setTimer(pause.toMillis(), _ -> watch(watched));
            }
        });
    }

    private Future<Void> read(Watched watched) {
        return Correlation.underNew(vertx, () -> readOnce(watched))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Future<?> readOnce(Watched watched) {
        return Future.succeededFuture()
                .compose(_ -> watched.source.read())
                .compose(heard -> {
                    revocations.add(heard);
                    return watched.source.taken();
                })
                .onSuccess(_ -> well(watched))
                .onFailure(failure -> failed(watched, failure));
    }

    private void well(Watched watched) {
        watched.read();
        revocations.begin();
        if (watched.failing) {
            watched.failing = false;
            LOG.atInfo().addKeyValue("source", watched.source.name()).log("Revocations are read again");
        }
    }

    private static void failed(Watched watched, Throwable failure) {
        if (!watched.failing) {
            watched.failing = true;
            LOG.atWarn()
                    .addKeyValue("source", watched.source.name())
                    .addKeyValue("cause", String.valueOf(failure.getMessage()))
                    .log("Revocations cannot be read");
        }
    }

    /** Fails until a source was read once: before that nobody can be let in. */
    public Future<Void> begun() {
        return revocations.hasBegun() ? Future.succeededFuture() : Future.failedFuture("no source was read yet");
    }

    /** Not well when the record could not be read lately; tells of each source how it is and when it was read. */
    public Future<Status> check() {
        JsonObject figures = new JsonObject().put("known", revocations.size());
        sources.forEach(watched -> figures.put(watched.source.name(), watched.state()));
        boolean well =
                sources.stream().filter(watched -> watched.source.isRecord()).allMatch(Watched::isWell);
        return Future.succeededFuture(well ? Status.OK(figures) : Status.KO(figures));
    }

    public void measure(MeterRegistry registry) {
        Gauge.builder("loomi.revocations.known", revocations, Revocations::size)
                .description("Sessions and people that are refused")
                .register(registry);
        sources.forEach(watched -> Gauge.builder(
                        "loomi.revocations.age", watched, known -> known.age().toMillis() / 1000.0)
                .description("Time since revocations were read from a source, or since the start")
                .baseUnit("seconds")
                .tag("source", watched.source.name())
                .register(registry));
    }
}
