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

/** The status of the poller while sources fail. */
class RevocationPollerTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final Revocations revocations = new Revocations(new MutableClock());
    private final Source quick = new Source("quick", false);
    private final Source feed = new Source("feed", true);
    private final RevocationPoller poller = new RevocationPoller(vertx, revocations, List.of(quick, feed), nanos::get);

    @AfterEach
    void close() {
        poller.stop().compose(_ -> vertx.close()).await();
    }

    private Future<Void> start() {
        Promise<Void> started = Promise.promise();
        vertx.runOnContext(_ -> poller.start().onComplete(started));
        return started.future();
    }

    @Test
    void isUpWhileTheRecordIsRead() {
        start().await();

        assertThat(revocations.isLoaded()).isTrue();
        assertThat(status().isOk()).isTrue();
        assertThat(state("feed")).isEqualTo(new JsonObject().put("status", "up").put("ageMillis", 0L));
    }

    @Test
    void hasNotBegunBeforeASourceIsRead() {
        quick.fails = true;
        feed.fails = true;
        start().await();

        assertThat(poller.requireLoaded().failed()).isTrue();
        assertThat(status().isOk()).isFalse();
        assertThat(state("quick")).isEqualTo(new JsonObject().put("status", "down"));

        quick.fails = false;

        Awaitility.await().until(() -> poller.requireLoaded().succeeded());
        assertThat(status().isOk()).as("the feed is still missing").isFalse();
    }

    @Test
    void isDownFiveSecondsAfterTheLastReadOfTheFeed() {
        start().await();
        feed.fails = true;
        int before = feed.asked.get();
        // a read in progress has ended
        Awaitility.await().until(() -> feed.asked.get() > before + 1);

        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(status().isOk()).isTrue();

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(status().isOk()).isFalse();
        assertThat(state("feed"))
                .isEqualTo(new JsonObject().put("status", "down").put("ageMillis", 6000L));
        assertThat(poller.requireLoaded().succeeded())
                .as("known revocations stay known")
                .isTrue();
    }

    private Status status() {
        return poller.check().await();
    }

    private JsonObject state(String source) {
        return status().getData().getJsonObject(source);
    }

    private static final class Source implements RevocationSource {
        private final String name;
        private final boolean complete;
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean fails;

        private Source(String name, boolean complete) {
            this.name = name;
            this.complete = complete;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public Future<List<Revocation>> read() {
            asked.incrementAndGet();
            return fails ? Future.failedFuture("down") : Future.succeededFuture(List.of());
        }
    }
}
