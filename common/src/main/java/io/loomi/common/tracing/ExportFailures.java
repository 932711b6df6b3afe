package io.loomi.common.tracing;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Sends OpenTelemetry's own log events, which use the JDK's logging, to the service's JSON log. */
final class ExportFailures extends Handler {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ExportFailures.class);

    /** Kept in a field, because the JDK discards the configuration of an unreferenced logger. */
    private static final Logger SOURCE = Logger.getLogger("io.opentelemetry");

    static synchronized void toLog() {
        if (SOURCE.getUseParentHandlers()) {
            SOURCE.setUseParentHandlers(false);
            SOURCE.addHandler(new ExportFailures());
        }
    }

    @Override
    public void publish(LogRecord event) {
        if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
            LOG.atWarn().addKeyValue("cause", event.getMessage()).log("Traces not delivered");
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
