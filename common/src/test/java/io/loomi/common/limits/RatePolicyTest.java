package io.loomi.common.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.Permission;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A service calls on behalf of all customers, so it has a policy of its own. */
class RatePolicyTest {

    @Test
    void distinguishesServicesFromCustomers() {
        assertThat(RatePolicy.of(caller(Permission.READ_USERS, Permission.READ_REVOCATIONS)))
                .isEqualTo(RatePolicy.SERVICE);
        assertThat(RatePolicy.of(caller(Permission.CLOSE_ACCOUNTS))).isEqualTo(RatePolicy.SERVICE);
        assertThat(RatePolicy.of(caller(Permission.READ_PROFILE, Permission.ADMIN_USERS)))
                .isEqualTo(RatePolicy.USER);
    }

    private static Caller caller(String... permissions) {
        return new Caller(
                UUID.randomUUID(),
                Optional.empty(),
                Set.of(),
                Set.of(permissions),
                "token",
                Instant.now(),
                Instant.now(),
                Optional.empty());
    }
}
