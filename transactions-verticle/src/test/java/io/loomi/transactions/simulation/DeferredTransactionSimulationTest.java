package io.loomi.transactions.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.simulation.Histories;
import io.loomi.transactions.services.BusinessMetrics;
import io.loomi.transactions.services.DeferredTransactionWorker;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** No deferred transaction is resolved twice, resolved wrongly, lost, or left waiting. */
@Slow
class DeferredTransactionSimulationTest {

    private static final int HISTORIES = 100_000;
    private static final Vertx VERTX = Vertx.vertx();
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(DeferredTransactionWorker.class);

    @BeforeAll
    static void silence() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void close() {
        LOG.setLevel(null);
        VERTX.close().await();
    }

    @Test
    void resolvesEverythingOnceInEveryHistory() {
        BusinessMetrics metrics = new BusinessMetrics(new CompositeMeterRegistry());
        Histories.run(HISTORIES, random -> new DeferredTransactionHistory(VERTX, random, metrics).run());
    }
}
