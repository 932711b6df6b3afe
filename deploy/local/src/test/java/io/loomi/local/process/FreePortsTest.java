package io.loomi.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    private final List<Integer> tried = new ArrayList<>();

    @Test
    void retriesOnOtherPortsWhenAPortIsInUse() throws IOException {
        int port = FreePorts.retrying(() -> bind(3));

        assertThat(tried).hasSize(3).last().isEqualTo(port);
    }

    @Test
    void givesUpAfterThreeStarts() {
        assertThatThrownBy(() -> FreePorts.retrying(() -> bind(4)))
                .isInstanceOf(StartFailure.class)
                .hasMessage("customers-1 failed: Port 1 is in use: stop what listens there.");
        assertThat(tried).hasSize(3);
    }

    @Test
    void doesNotRetryOtherFailures() {
        assertThatThrownBy(() -> FreePorts.retrying(() -> {
                    tried.add(1);
                    throw new StartFailure("The key cannot be read.");
                }))
                .hasMessage("The key cannot be read.");
        assertThat(tried).hasSize(1);
    }

    private int bind(int good) throws IOException {
        int port = FreePorts.take(1).getFirst();
        tried.add(port);
        if (tried.size() < good) {
            throw new StartFailure("customers-1 failed: Port 1 is in use: stop what listens there.");
        }
        return port;
    }
}
