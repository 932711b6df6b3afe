package io.loomi.common.parsing;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Writes an instant as RFC 3339 in UTC with microseconds, exactly as {@link Instant#toString} does, but faster.
 * Instants took a tenth of the time of a history page, which has three in each row.
 */
final class InstantSerializer extends StdSerializer<Instant> {

    private static final int MAX_LENGTH = "9999-12-31T23:59:59.999999Z".length();
    private static final long DAY_SECONDS = 86_400;

    // years with four digits
    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    InstantSerializer() {
        super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider) throws IOException {
        Instant instant = value.truncatedTo(ChronoUnit.MICROS);
        if (value.getEpochSecond() < FIRST || value.getEpochSecond() > LAST) {
            generator.writeString(instant.toString());
            return;
        }
        char[] text = new char[MAX_LENGTH];
        generator.writeString(text, 0, write(instant, text));
    }

    /** @return the length of the text */
    private static int write(Instant value, char[] text) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(value.getEpochSecond(), DAY_SECONDS));
        int second = (int) Math.floorMod(value.getEpochSecond(), DAY_SECONDS);
        put(text, 0, 4, date.getYear());
        text[4] = '-';
        put(text, 5, 2, date.getMonthValue());
        text[7] = '-';
        put(text, 8, 2, date.getDayOfMonth());
        text[10] = 'T';
        put(text, 11, 2, second / 3600);
        text[13] = ':';
        put(text, 14, 2, second / 60 % 60);
        text[16] = ':';
        put(text, 17, 2, second % 60);
        int end = writeFraction(value.getNano(), text);
        text[end] = 'Z';
        return end + 1;
    }

    /** Writes 0, 3 or 6 digits, as few as are exact. */
    private static int writeFraction(int nanos, char[] text) {
        if (nanos == 0) {
            return 19;
        }
        text[19] = '.';
        if (nanos % 1_000_000 == 0) {
            return put(text, 20, 3, nanos / 1_000_000);
        }
        return put(text, 20, 6, nanos / 1_000);
    }

    private static int put(char[] text, int from, int digits, int number) {
        int remaining = number;
        for (int at = from + digits - 1; at >= from; at--) {
            text[at] = (char) ('0' + remaining % 10);
            remaining /= 10;
        }
        return from + digits;
    }
}
