package io.loomi.common.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import io.vertx.tracing.opentelemetry.Operation;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Configures OpenTelemetry: W3C headers, a bounded queue of spans, and a thread that sends them as OTLP. */
final class SpanExport {

    private static final String PATH = "/v1/traces";
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SEND_INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_QUEUE_SIZE = 2048;
    private static final long FLUSH_TIMEOUT_SECONDS = 2;
    private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
    private static final AttributeKey<String> INSTANCE = AttributeKey.stringKey("service.instance.id");

    private SpanExport() {}

    @SuppressWarnings("unchecked") // the factory does not declare the types, but they are always these
    static VertxTracer<Operation, Operation> tracer(URI endpoint, String service, int percent) {
        ExportFailures.toLog();
        SdkTracerProvider provider = provider(endpoint, service, percent);
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(provider)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        VertxTracer<Operation, Operation> tracer =
                (VertxTracer<Operation, Operation>) new OpenTelemetryTracingFactory(sdk).tracer(new TracingOptions());
        return new CorrelatedTracer(tracer, () -> provider.shutdown().join(FLUSH_TIMEOUT_SECONDS, TimeUnit.SECONDS));
    }

    /** The process id and the host, as {@code 1@0f3ac5}. In a container the host is the container's id. */
    private static String process() {
        return ManagementFactory.getRuntimeMXBean().getName();
    }

    private static SdkTracerProvider provider(URI endpoint, String service, int percent) {
        String url = endpoint.toString().replaceAll("/+$", "") + PATH;
        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(SERVICE_NAME, service, INSTANCE, process()))))
                .setSampler(RequestSampler.of(percent))
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint(url)
                                .setTimeout(SEND_TIMEOUT)
                                .build())
                        .setScheduleDelay(SEND_INTERVAL)
                        .setMaxQueueSize(MAX_QUEUE_SIZE)
                        .build())
                .build();
    }
}
