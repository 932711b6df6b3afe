package io.loomi.common.resilience.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.loomi.common.resilience.Breaker;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.simulation.Histories;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A breaker never stays open or half-open forever. It has at most one probe in flight, opens exactly when too many
 * calls in the window fail, and counts each call once.
 */
@Slow
class BreakerSimulationTest {

    private static final int HISTORIES = 100_000;
    private static final Vertx VERTX = Vertx.vertx();
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(Breaker.class);

    @BeforeAll
    static void turnLoggingOff() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void close() {
        LOG.setLevel(null);
        VERTX.close().await();
    }

    @Test
    void equalsItsModelInEveryHistory() {
        Histories.run(HISTORIES, random -> new BreakerHistory(VERTX, random).run());
    }
}
