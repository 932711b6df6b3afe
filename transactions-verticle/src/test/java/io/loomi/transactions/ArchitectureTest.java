package io.loomi.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.ServiceArchitecture;
import io.loomi.common.testing.SlowTests;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> keepsDependenciesOneWay() {
        return ServiceArchitecture.of("io.loomi.transactions").rules().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().run()));
    }

    @Test
    void marksSlowTests() {
        assertThat(SlowTests.withoutMark()).as("tests without @Slow").isEmpty();
    }
}
