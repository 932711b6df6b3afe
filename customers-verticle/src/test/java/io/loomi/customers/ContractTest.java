package io.loomi.customers;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.contract.ContractSchemas;
import org.junit.jupiter.api.Test;

class ContractTest {

    @Test
    void hasNoSlowSchema() {
        assertThat(ContractSchemas.slow("customers")).isEmpty();
    }
}
