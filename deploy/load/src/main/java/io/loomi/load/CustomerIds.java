package io.loomi.load;

import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The ids of the bench's customers: {@code customer_id} of {@code deploy/load/sql/ids.sql} in Java. */
final class CustomerIds {

    private static final long REGISTERED_AT_MILLIS = 1_704_067_200_000L;
    private static final int RANDOM_A_BITS = 16;
    private static final long VERSION = 0x7000;

    private CustomerIds() {}

    static Stream<UUID> all() {
        return LongStream.rangeClosed(1, BenchOptions.CUSTOMERS).mapToObj(CustomerIds::id);
    }

    static UUID id(long n) {
        return new UUID(REGISTERED_AT_MILLIS << RANDOM_A_BITS | VERSION, Long.MIN_VALUE | n);
    }
}
