package io.loomi.common.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import net.logstash.logback.composite.JsonProviders;
import net.logstash.logback.composite.loggingevent.KeyValuePairsJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventFormattedTimestampJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventJsonProviders;
import net.logstash.logback.composite.loggingevent.LoggingEventNestedJsonProvider;
import net.logstash.logback.composite.loggingevent.MdcJsonProvider;
import net.logstash.logback.composite.loggingevent.MessageJsonProvider;
import net.logstash.logback.composite.loggingevent.StackTraceJsonProvider;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;

/** Writes one JSON object in each line: {@code timestamp, level, service, correlationId, message, metadata}. */
public final class JsonLines extends LoggingEventCompositeJsonEncoder {

    public JsonLines() {
        // no Jackson modules are needed, and the search for them takes time at start
        setFindAndRegisterJacksonModules(false);
        JsonProviders<ILoggingEvent> fields = getProviders();
        fields.addProvider(timestamp());
        fields.addProvider(new LowerCaseLevel());
        fields.addProvider(fromContext(ContextAppender.SERVICE));
        fields.addProvider(fromContext(ContextAppender.CORRELATION_ID));
        fields.addProvider(new MessageJsonProvider());
        fields.addProvider(metadata());
    }

    private static LoggingEventFormattedTimestampJsonProvider timestamp() {
        var timestamp = new LoggingEventFormattedTimestampJsonProvider();
        timestamp.setFieldName("timestamp");
        timestamp.setPattern("[ISO_INSTANT]");
        return timestamp;
    }

    /** A value that {@link ContextAppender} has added to the event. */
    private static MdcJsonProvider fromContext(String key) {
        var note = new MdcJsonProvider();
        note.addIncludeMdcKeyName(key);
        return note;
    }

    private static LoggingEventNestedJsonProvider metadata() {
        var stackTrace = new StackTraceJsonProvider();
        stackTrace.setFieldName("stackTrace");
        var fields = new LoggingEventJsonProviders();
        fields.addProvider(fromContext(ContextAppender.TRACE_ID));
        fields.addProvider(new KeyValuePairsJsonProvider());
        fields.addProvider(stackTrace);
        var metadata = new LoggingEventNestedJsonProvider();
        metadata.setFieldName("metadata");
        metadata.setProviders(fields);
        return metadata;
    }
}
