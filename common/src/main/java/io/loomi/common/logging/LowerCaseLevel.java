package io.loomi.common.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import net.logstash.logback.composite.AbstractFieldJsonProvider;

/** Writes the level in lower case: {@code info}, not {@code INFO}. */
public final class LowerCaseLevel extends AbstractFieldJsonProvider<ILoggingEvent> {

    public LowerCaseLevel() {
        setFieldName("level");
    }

    @Override
    public void writeTo(JsonGenerator generator, ILoggingEvent event) throws IOException {
        generator.writeStringField(getFieldName(), event.getLevel().toString().toLowerCase(Locale.ROOT));
    }
}
