package io.loomi.customers.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Argon2idTest {

    private final Argon2id argon2id = new Argon2id(1);

    /** The first hash is from the reference implementation, the second from the library that Loomi used before. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "password $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "pássword→ünïcode $argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$GU/GQL1hbRCW9+NmJjZqWvQqn0SWqQ8cmOE8aUPhxJw"
            })
    void verifiesHashesOfOtherImplementations(String password, String hash) {
        assertThat(argon2id.matches(password, hash)).isTrue();
        assertThat(argon2id.matches(password + "!", hash)).isFalse();
    }

    @Test
    void verifiesItsOwnHashes() {
        String hash = argon2id.hash("correct horse");

        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$\\S{22}\\$\\S{43}");
        assertThat(argon2id.matches("correct horse", hash)).isTrue();
        assertThat(argon2id.matches("correct horse", argon2id.decoy())).isFalse();
    }

    @Test
    void reusesItsMemory() {
        argon2id.hash("correct horse");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        argon2id.hash("correct horse");

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @Test
    void refusesHashesOfOtherAlgorithms() {
        assertThatThrownBy(() -> argon2id.matches("password", "$2b$10$somethingelse"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no hash of Argon2id");
    }
}
