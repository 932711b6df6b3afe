package io.loomi.common.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void isUpWhenAllChecksPass() {
        Health health = new Health(VERTX).required("database", HealthTest::up).optional("redis", HealthTest::up);

        assertThat(health.check().await().status()).isEqualTo("up");
    }

    @Test
    void isDegradedButReadyWhenAnOptionalCheckFails() {
        Health.Report report = new Health(VERTX)
                .required("database", HealthTest::up)
                .optional("redis", HealthTest::down)
                .check()
                .await();

        assertThat(report.status()).isEqualTo("degraded");
        assertThat(report.isReady()).isTrue();
        assertThat(report.details()
                        .getJsonObject("checks")
                        .getJsonObject("redis")
                        .getString("status"))
                .isEqualTo("down");
        assertThat(report.summary().encode()).isEqualTo("{\"status\":\"degraded\"}");
    }

    /** Nginx treats a service as down if its answer takes longer. */
    @Test
    void doesNotWaitLongForOptionalChecks() {
        Promise<Void> never = Promise.promise();
        Health.Report report = new Health(VERTX)
                .required("database", HealthTest::up)
                .optional("customers", never::future)
                .check()
                .timeout(1500, TimeUnit.MILLISECONDS) // less than the timeout of required checks
                .await();

        assertThat(report.status()).isEqualTo("degraded");
    }

    @Test
    void isDownWhenARequiredCheckFails() {
        Health.Report report = new Health(VERTX)
                .required("database", HealthTest::down)
                .optional("redis", HealthTest::down)
                .check()
                .await();

        assertThat(report.status()).isEqualTo("down");
        assertThat(report.isReady()).isFalse();
    }

    @Test
    void runsTheChecksAtMostOnceASecond() {
        AtomicInteger runs = new AtomicInteger();
        Health health = new Health(VERTX).required("database", () -> {
            runs.incrementAndGet();
            return up();
        });

        health.check().await();
        health.check().await();

        assertThat(runs).hasValue(1);
    }

    /** Otherwise a caller would get the log context, span and deadline of the first caller. */
    @Test
    void answersEachCallerInItsOwnContext() {
        Promise<Void> database = Promise.promise();
        Health health = new Health(VERTX).required("database", database::future);
        ContextInternal loop = (ContextInternal) VERTX.getOrCreateContext();

        Future<Boolean> first = isAnsweredIn(loop.duplicate(), health);
        Future<Boolean> second = isAnsweredIn(loop.duplicate(), health);
        loop.runOnContext(_ -> database.complete());

        assertThat(first.await()).isTrue();
        assertThat(second.await()).isTrue();
        assertThat(isAnsweredIn(loop.duplicate(), health).await())
                .as("the second caller gets the cached report")
                .isTrue();
    }

    private static Future<Boolean> isAnsweredIn(ContextInternal own, Health health) {
        Promise<Boolean> answered = Promise.promise();
        own.runOnContext(_ -> health.check().onComplete(_ -> answered.complete(own == Vertx.currentContext())));
        return answered.future();
    }

    @Test
    void reportsTheFiguresOfTheResources() {
        Health health = new Health(VERTX).measured("resources", new Resources(VERTX, new Metrics("test"))::check);

        assertThat(health.check()
                        .await()
                        .details()
                        .getJsonObject("checks")
                        .getJsonObject("resources")
                        .fieldNames())
                .contains("heapUsedBytes", "heapMaxBytes", "diskFreeBytes", "eventLoopLagMillis");
    }

    private static Future<Void> up() {
        return Future.succeededFuture();
    }

    private static Future<Void> down() {
        return Future.failedFuture("down");
    }
}
