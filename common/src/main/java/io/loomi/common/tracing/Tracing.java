package io.loomi.common.tracing;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.vertx.core.VertxBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a process sends its spans; nowhere by default. The settings are read from the environment only, because Vert.x
 * needs them before it can read a file.
 *
 * @param endpoint the base URL of a collector that accepts OTLP over HTTP
 * @param service the service's name in traces
 * @param percent the percentage of traces recorded if they begin here; for other traces, the caller's decision applies
 */
public record Tracing(Optional<URI> endpoint, String service, int percent) {

    public static final Setting<URI> ENDPOINT = Setting.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            SettingFormat.HTTP_URL,
            "the endpoint for traces as OTLP over HTTP, such as `http://jaeger:4318`; if unset, there are no traces; from the environment only");

    public static final Setting<String> SERVICE = Setting.of(
            "OTEL_SERVICE_NAME",
            SettingFormat.TEXT,
            "the name of the service in traces; if unset, its own name; from the environment only");

    public static final Setting<Integer> PERCENT = Setting.of(
                    "TRACE_PERCENT",
                    SettingFormat.whole(0, 100),
                    "the percentage of the traces beginning in this service that is recorded; from the environment only")
            .orElse("100");

    public static final List<Setting<?>> SETTINGS = List.of(ENDPOINT, SERVICE, PERCENT);

    /** @throws io.loomi.common.config.StartFailure if a value is malformed */
    public static Tracing from(String service, Map<String, String> environment) {
        Settings settings = new Settings(environment);
        return new Tracing(settings.find(ENDPOINT), settings.find(SERVICE).orElse(service), settings.get(PERCENT));
    }

    /** Adds tracing to the builder if there is an endpoint. Otherwise no OpenTelemetry class is loaded. */
    public VertxBuilder trace(VertxBuilder builder) {
        return endpoint.map(url -> builder.withTracer(_ -> SpanExport.tracer(url, service, percent)))
                .orElse(builder);
    }
}
