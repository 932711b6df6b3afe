package io.loomi.common.metrics;

import io.loomi.common.identity.Ids;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The figures of one service. Labels are bounded: a request counts under its route, never under its path. */
public final class Metrics {

    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double[] BUCKETS_NANOS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final String name;

    public Metrics(String service) {
        this.name = service + "-" + Ids.random();
        registry.config()
                .commonTags(Tags.of("service", service))
                .meterFilter(new KnownMethods())
                .meterFilter(new HttpHistogram());
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        bindGarbageCollection();
    }

    @SuppressWarnings("resource") // it listens for as long as the process lives
    private void bindGarbageCollection() {
        new JvmGcMetrics().bindTo(registry);
    }

    public MeterRegistry registry() {
        return registry;
    }

    /** All figures in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    /** A builder of a Vert.x whose servers, clients and pools count into these figures. */
    public VertxBuilder measure(VertxBuilder builder, VertxOptions options) {
        MetricsOptions measured = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setRegistryName(name) // two services of one JVM would count into one registry without
                .setLabels(EnumSet.of(
                        Label.HTTP_ROUTE, Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME));
        return builder.with(options.setMetricsOptions(measured)).withMetrics(new MicrometerMetricsFactory(registry));
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

    private static final class HttpHistogram implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            return id.getName().equals("vertx.http.server.response.time")
                    ? DistributionStatisticConfig.builder()
                            .serviceLevelObjectives(BUCKETS_NANOS)
                            .build()
                            .merge(config)
                    : config;
        }
    }
}
