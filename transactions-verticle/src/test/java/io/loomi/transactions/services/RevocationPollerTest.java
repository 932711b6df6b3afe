package io.loomi.transactions.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.Revocations;
import io.loomi.common.testing.MutableClock;
import io.loomi.transactions.clients.RevocationSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the watch says that it sees nothing. */
class RevocationPollerTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final Revocations revocations = new Revocations(new MutableClock());
    private final Source quick = new Source("quick", false);
    private final Source record = new Source("record", true);
    private final RevocationPoller watch = new RevocationPoller(vertx, revocations, List.of(quick, record), nanos::get);

    @AfterEach
    void close() {
        watch.stop().compose(_ -> vertx.close()).await();
    }

    private Future<Void> start() {
        Promise<Void> started = Promise.promise();
        vertx.runOnContext(_ -> watch.start().onComplete(started));
        return started.future();
    }

    @Test
    void isWellWhileTheRecordIsRead() {
        start().await();

        assertThat(revocations.hasBegun()).isTrue();
        assertThat(status().isOk()).isTrue();
        assertThat(state("record"))
                .isEqualTo(new JsonObject().put("status", "up").put("ageMillis", 0L));
    }

    @Test
    void hasNotBegunWhileNoSourceWasEverRead() {
        quick.fails = true;
        record.fails = true;
        start().await();

        assertThat(watch.begun().failed()).isTrue();
        assertThat(status().isOk()).isFalse();
        assertThat(state("quick")).isEqualTo(new JsonObject().put("status", "down"));

        quick.fails = false;

        Awaitility.await().until(() -> watch.begun().succeeded());
        assertThat(status().isOk()).as("the record is still missing").isFalse();
    }

    @Test
    void isNotWellOnceTheRecordWasNotReadForFiveSeconds() {
        start().await();
        record.fails = true;
        int before = record.asked.get();
        // a reading that was under way has ended
        Awaitility.await().until(() -> record.asked.get() > before + 1);

        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(status().isOk()).isTrue();

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(status().isOk()).isFalse();
        assertThat(state("record"))
                .isEqualTo(new JsonObject().put("status", "down").put("ageMillis", 6000L));
        assertThat(watch.begun().succeeded()).as("what is known stays known").isTrue();
    }

    private Status status() {
        return watch.check().await();
    }

    private JsonObject state(String source) {
        return status().getData().getJsonObject(source);
    }

    private static final class Source implements RevocationSource {
        private final String name;
        private final boolean record;
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean fails;

        private Source(String name, boolean record) {
            this.name = name;
            this.record = record;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isRecord() {
            return record;
        }

        @Override
        public Future<List<Revocation>> read() {
            asked.incrementAndGet();
            return fails ? Future.failedFuture("down") : Future.succeededFuture(List.of());
        }
    }
}
