package io.loomi.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.contract.ContractSchemas;
import org.junit.jupiter.api.Test;

class ContractTest {

    @Test
    void hasNoSlowSchemas() {
        assertThat(ContractSchemas.slow("transactions")).isEmpty();
    }
}
