package io.loomi.common.identity;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.enums.UuidNamespace;
import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Identifiers: UUIDv7 for what is stored, random text for what is only followed. */
public final class Ids {

    private static final int CORRELATION_BYTES = 12;

    private Ids() {}

    /** A new UUIDv7, which sorts after those made before it. */
    public static UUID next(Clock clock) {
        return UuidCreator.getTimeOrderedEpoch(clock.instant());
    }

    /** The UUID of a thing that has a name instead of a row: always the same one, and never that of a row. */
    public static UUID ofName(String name) {
        return UuidCreator.getNameBasedSha1(UuidNamespace.NAMESPACE_URL, "urn:loomi:" + name);
    }

    /** The {@code sub} of a service: it follows from the service's name, and is never that of a person. */
    public static UUID ofService(String clientId) {
        return ofName("service:" + clientId);
    }

    /** A name for one request: 24 hexadecimal digits, not guess-proof and not meant to be. */
    public static String random() {
        return randomHex(CORRELATION_BYTES);
    }

    public static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
