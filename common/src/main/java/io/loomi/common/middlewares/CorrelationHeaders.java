package io.loomi.common.middlewares;

import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.loomi.common.tracing.TraceParent;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the correlation id from the request or creates one, binds it to the request's context, and returns it with the
 * trace in the response headers.
 */
public final class CorrelationHeaders implements PlatformHandler {

    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.request().headers();
        CorrelationId id = CorrelationId.from(only(headers, CorrelationId.HEADER), only(headers, TraceParent.HEADER));
        Correlation.bind(id);
        context.response().putHeader(CorrelationId.HEADER, id.value());
        Correlation.current()
                .ifPresent(bound -> context.response()
                        .putHeader(TraceParent.ANSWER_HEADER, bound.trace().text()));
        context.next();
    }

    /** Ignores a header that was sent twice: other programs may have taken the other value. */
    private static @Nullable String only(MultiMap headers, String name) {
        List<String> values = headers.getAll(name);
        return values.size() == 1 ? values.getFirst() : null;
    }
}
