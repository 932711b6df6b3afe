package io.loomi.local;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Receives spans as OTLP over HTTP, as Jaeger does. */
public final class SpanCollector implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server =
            vertx.createHttpServer().requestHandler(this::receive).listen(0).await();

    public record Span(
            String service,
            String process,
            String traceId,
            String spanId,
            String parentId,
            String name,
            Map<String, String> attributes) {}

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public List<Span> spans() {
        return List.copyOf(spans);
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (request.path().equals("/v1/traces")) {
                Protobuf.read(body.getBytes()).messages(1).forEach(this::receive);
            }
            request.response()
                    .putHeader("Content-Type", "application/x-protobuf")
                    .end();
        });
    }

    /** The field numbers are those of OTLP's ResourceSpans, ScopeSpans and Span. */
    private void receive(Protobuf resourceSpans) {
        Map<String, String> resource = attributes(resourceSpans.messages(1).getFirst(), 1);
        resourceSpans.messages(2).stream()
                .flatMap(scope -> scope.messages(2).stream())
                .map(span -> new Span(
                        resource.get("service.name"),
                        resource.get("service.instance.id"),
                        span.hex(1),
                        span.hex(2),
                        span.hex(4),
                        span.text(5),
                        attributes(span, 9)))
                .forEach(spans::add);
    }

    private static Map<String, String> attributes(Protobuf message, int number) {
        return message.messages(number).stream()
                .collect(Collectors.toMap(
                        pair -> pair.text(1),
                        pair -> pair.messages(2).getFirst().text(1),
                        (a, _) -> a));
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
