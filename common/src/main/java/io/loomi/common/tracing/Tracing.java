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
 * Where the spans of a process go, if anywhere. They are read from the environment only, as Vert.x must know of them before it
 * can read a file.
 *
 * @param endpoint the base URL of a collector that takes OTLP over HTTP
 * @param service the name under which the spans are found
 * @param percent how many of a hundred traces that begin here are recorded; one that began elsewhere goes on as it began
 */
public record Tracing(Optional<URI> endpoint, String service, int percent) {

    public static final Setting<URI> ENDPOINT = Setting.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            SettingFormat.HTTP_URL,
            "where traces are sent to as OTLP over HTTP, such as `http://jaeger:4318`; unless set, there are none; from the environment only");

    public static final Setting<String> SERVICE = Setting.of(
            "OTEL_SERVICE_NAME",
            SettingFormat.TEXT,
            "the name of the service in traces; unless set, its own; from the environment only");

    public static final Setting<Integer> PERCENT = Setting.of(
                    "TRACE_PERCENT",
                    SettingFormat.whole(0, 100),
                    "how many of a hundred traces that begin here are recorded; from the environment only")
            .orElse("100");

    public static final List<Setting<?>> SETTINGS = List.of(ENDPOINT, SERVICE, PERCENT);

    /** @throws io.loomi.common.config.StartFailure when a value is malformed */
    public static Tracing from(String service, Map<String, String> environment) {
        Settings settings = new Settings(environment);
        return new Tracing(settings.find(ENDPOINT), settings.find(SERVICE).orElse(service), settings.get(PERCENT));
    }

    /** A builder of a Vert.x that traces what it does, or the same as before: then no class of OpenTelemetry is loaded. */
    public VertxBuilder trace(VertxBuilder builder) {
        return endpoint.map(url -> builder.withTracer(_ -> SpanExport.tracer(url, service, percent)))
                .orElse(builder);
    }
}
