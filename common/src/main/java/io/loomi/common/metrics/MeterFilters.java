package io.loomi.common.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What keeps the figures few: nothing that nobody looks at, no word of a stranger's as a label, and twelve buckets. */
final class MeterFilters {

    /** Of a request to a server, by route. */
    private static final String REQUEST_TIME = "vertx.http.server.response.time";

    private static final Set<String> TIMED = Set.of(REQUEST_TIME, "loomi.transactions");

    /** The bounds of the alerts and of the objectives are among them, so that no figure there is interpolated. */
    private static final double[] BUCKETS_NANOS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();

    private MeterFilters() {}

    static void apply(MeterRegistry.Config config) {
        config.meterFilter(new KnownMethods())
                .meterFilter(new StatusClasses())
                .meterFilter(new OnlyWhatIsUsed())
                .meterFilter(new Buckets());
    }

    /** HTTP takes any token as a method, so a stranger could make as many series as there are words. */
    private static final class KnownMethods implements MeterFilter {
        private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

        @Override
        public Meter.Id map(Meter.Id id) {
            @Nullable String method = id.getTag("method");
            return method == null || METHODS.contains(method) ? id : id.withTag(Tag.of("method", "other"));
        }
    }

    /** Each series of a histogram costs fifteen lines: it knows 2xx and 4xx, and the counter of requests the codes. */
    private static final class StatusClasses implements MeterFilter {
        @Override
        public Meter.Id map(Meter.Id id) {
            @Nullable String code = id.getTag("code");
            return code == null || !id.getName().equals(REQUEST_TIME)
                    ? id
                    : id.withTag(Tag.of("code", code.charAt(0) + "xx"));
        }
    }

    private static final class OnlyWhatIsUsed implements MeterFilter {
        private static final Set<String> UNUSED = Set.of(
                "vertx.http.server.request.bytes",
                "vertx.http.server.response.bytes",
                "vertx.http.client.request.bytes",
                "vertx.http.client.response.bytes",
                "cache.puts",
                "cache.eviction.weight");

        @Override
        public MeterFilterReply accept(Meter.Id id) {
            return UNUSED.contains(id.getName()) || "vert.x-virtual-thread".equals(id.getTag("pool_name"))
                    ? MeterFilterReply.DENY
                    : MeterFilterReply.NEUTRAL;
        }
    }

    private static final class Buckets implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            return TIMED.contains(id.getName())
                    ? DistributionStatisticConfig.builder()
                            .serviceLevelObjectives(BUCKETS_NANOS)
                            .build()
                            .merge(config)
                    : config;
        }
    }
}
