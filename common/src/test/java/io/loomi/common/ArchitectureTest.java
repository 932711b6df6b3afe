package io.loomi.common;

import io.loomi.common.testing.ServiceArchitecture;
import org.junit.jupiter.api.Test;

/** What both services stand on has an order of its own, and knows neither of them. */
class ArchitectureTest {

    private static final ServiceArchitecture COMMON = ServiceArchitecture.of("io.loomi.common");

    @Test
    void packagesHaveNoCycles() {
        COMMON.packagesHaveNoCycles();
    }

    @Test
    void knowsNoService() {
        COMMON.doesNotKnow("io.loomi.customers");
        COMMON.doesNotKnow("io.loomi.transactions");
    }

    @Test
    void nothingIsNamedForNoPurpose() {
        COMMON.nothingIsNamedForNoPurpose();
    }

    @Test
    void nothingSleepsOrPrints() {
        COMMON.nothingSleepsOrPrints();
    }
}
