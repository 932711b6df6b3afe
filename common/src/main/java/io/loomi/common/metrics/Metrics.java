package io.loomi.common.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import io.loomi.common.identity.Ids;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The metrics of one service. Labels are bounded: a request counts under its route, never under its path. */
public final class Metrics {

    /** Prometheus' text format, for clients that do not ask for {@link #OPEN_METRICS}. */
    public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** The format with exemplars, each of which links a bucket to the trace of a request. */
    public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final String name;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, new CurrentTrace());

    // Vert.x's own gauge never decreases for a request that is answered before its body has arrived.
    private final LongAdder inProgress = new LongAdder();

    public Metrics(String service) {
        this.name = service + "-" + Ids.random();
        MeterFilters.apply(registry.config().commonTags(Tags.of("service", service)));
        new ProcessMetrics().bindTo(registry);
        Gauge.builder("loomi.requests.in.progress", inProgress, LongAdder::sum)
                .description("Accepted requests that are not answered yet")
                .register(registry);
    }

    /** Counts an accepted request, on any event loop. {@link #requestEnded} follows, whether it is answered or not. */
    public void requestBegan() {
        inProgress.increment();
    }

    public void requestEnded() {
        inProgress.decrement();
    }

    public MeterRegistry registry() {
        return registry;
    }

    /** Measures the hits and misses of a cache that records statistics. */
    public void watch(String name, Cache<?, ?> cache) {
        CaffeineCacheMetrics.monitor(registry, cache, name);
    }

    /** The response format for this {@code Accept} header. */
    public static String mediaType(@Nullable String accept) {
        return accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    }

    /** All metrics, in one of the two formats. */
    public String scrape(String mediaType) {
        return registry.scrape(mediaType);
    }

    /** Makes the builder's Vert.x record its servers, clients and pools in these metrics. */
    public VertxBuilder measure(VertxBuilder builder, VertxOptions options) {
        MetricsOptions measured = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setRegistryName(name) // without it, two services in one JVM would share a registry
                .setLabels(EnumSet.of(
                        Label.HTTP_ROUTE, Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME));
        return builder.with(options.setMetricsOptions(measured)).withMetrics(new MicrometerMetricsFactory(registry));
    }
}
