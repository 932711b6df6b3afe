package io.loomi.common.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.loomi.common.tracing.Correlation;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds the service and the correlation to each log event and passes it to a writer thread. The Vert.x context is known
 * only here, on the thread that logs. The queue is bounded: when it is full, the least important events are dropped, so
 * that an event loop never blocks.
 */
public final class ContextAppender extends AsyncAppender {

    /** The key of the service's name in a verticle's configuration. */
    public static final String SERVICE = "service";

    static final String CORRELATION_ID = "correlationId";
    static final String TRACE_ID = "traceId";

    private String defaultService = "loomi";

    /** Sets the service's name for lines that are logged outside a verticle. Logback's configuration calls it. */
    public void setDefaultService(String name) {
        this.defaultService = name;
    }

    @Override
    protected void preprocess(ILoggingEvent event) {
        if (event instanceof LoggingEvent logged) {
            logged.setMDCPropertyMap(Correlation.current()
                    .map(id -> Map.of(
                            SERVICE,
                            service(),
                            CORRELATION_ID,
                            id.value(),
                            TRACE_ID,
                            id.trace().traceId()))
                    .orElseGet(() -> Map.of(SERVICE, service(), CORRELATION_ID, "")));
        }
        event.prepareForDeferredProcessing();
    }

    private String service() {
        @Nullable Context context = Vertx.currentContext();
        @Nullable String name = context == null || context.config() == null
                ? null
                : context.config().getString(SERVICE);
        return name == null ? defaultService : name;
    }
}
