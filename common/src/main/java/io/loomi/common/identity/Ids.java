package io.loomi.common.identity;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.enums.UuidNamespace;
import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Creates identifiers: UUIDv7 for stored rows, random text for correlation. */
public final class Ids {

    private static final int CORRELATION_BYTES = 12;

    private Ids() {}

    /** A new UUIDv7, which sorts after earlier ones. */
    public static UUID next(Clock clock) {
        return UuidCreator.getTimeOrderedEpoch(clock.instant());
    }

    /**
     * The UUID of something that has a name but no row. The same name always gives the same UUID, which never equals
     * the id of a row.
     */
    public static UUID ofName(String name) {
        return UuidCreator.getNameBasedSha1(UuidNamespace.NAMESPACE_URL, "urn:loomi:" + name);
    }

    /** The {@code sub} of a service, derived from its name. It never equals that of a customer. */
    public static UUID ofService(String clientId) {
        return ofName("service:" + clientId);
    }

    /** A correlation id: 24 hexadecimal digits. It is not a secret, and may be guessable. */
    public static String random() {
        return randomHex(CORRELATION_BYTES);
    }

    public static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
