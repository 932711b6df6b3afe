package io.loomi.common.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.loomi.common.correlation.Correlation;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands log events to a thread that writes them, after noting on each which service and correlation it belongs to: the
 * Vert.x context is known only here, where the event was made. The queue is bounded; when it is full, the least important
 * events are dropped rather than an event loop held up.
 */
public final class ContextAppender extends AsyncAppender {

    /** The key of a verticle's configuration that holds the name of its service. */
    public static final String SERVICE = "service";

    static final String CORRELATION_ID = "correlationId";
    static final String TRACE_ID = "traceId";

    private String defaultService = "loomi";

    /** The name of the service for lines that are logged outside of any verticle; set by Logback's configuration. */
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
