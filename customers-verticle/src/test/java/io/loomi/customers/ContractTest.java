package io.loomi.customers;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.contract.ContractSchemas;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ContractTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void holdsNothingAgainstASlowSchema() {
        assertThat(ContractSchemas.slow(VERTX, "customers")).isEmpty();
    }
}
