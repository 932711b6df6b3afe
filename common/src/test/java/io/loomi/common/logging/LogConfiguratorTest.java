package io.loomi.common.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class LogConfiguratorTest {

    private final LoggerContext loggers = new LoggerContext();

    @Test
    void isTheOnlyConfigurator() {
        assertThat(ServiceLoader.load(ch.qos.logback.classic.spi.Configurator.class))
                .hasExactlyElementsOfTypes(LogConfigurator.class);
    }

    @Test
    void letsAConfigurationFileTakePrecedence() { // logback-test.xml
        assertThat(new LogConfigurator().configure(loggers)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(loggers.getLogger("ROOT").iteratorForAppenders().hasNext()).isFalse();
    }

    @Test
    void setsTheRootLevelAndHigherLevelsForLibraries() {
        LogConfigurator.apply(loggers, "warn");

        assertThat(loggers.getLogger("ROOT").getAppender("EVENTS").isStarted()).isTrue();
        assertThat(loggers.getLogger("io.loomi").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(loggers.getLogger("io.micrometer.core").getEffectiveLevel()).isEqualTo(Level.ERROR);
        loggers.stop();
    }

    @Test
    void usesInfoByDefault() {
        LogConfigurator.apply(loggers, "");

        assertThat(loggers.getLogger("io.loomi").getEffectiveLevel()).isEqualTo(Level.INFO);
        loggers.stop();
    }
}
