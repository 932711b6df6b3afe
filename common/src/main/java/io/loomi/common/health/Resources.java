package io.loomi.common.health;

import io.loomi.common.metrics.Metrics;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import java.io.File;
import java.util.concurrent.TimeUnit;

/** Checks heap, disk and the lag of the event loop. Fails when one of them exceeds its limit. */
public final class Resources {

    private static final long LAG_PROBE_MILLIS = 500;
    private static final long MAX_LAG_MILLIS = 500;
    private static final double MAX_HEAP_USE = 0.95;
    private static final long MIN_FREE_DISK_BYTES = 100L * 1024 * 1024;

    private long lagMillis;
    private long expectedNanos;

    /** Starts to measure the lag of the current event loop, which is how late its timers fire. */
    public Resources(Vertx vertx, Metrics metrics) {
        Timer lag = Timer.builder("loomi.event.loop.lag")
                .description("How late the timers of the event loops fire")
                .register(metrics.registry());
        expectedNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAG_PROBE_MILLIS);
        vertx.setPeriodic(LAG_PROBE_MILLIS, _ -> {
            long now = System.nanoTime();
            long lateNanos = Math.max(0, now - expectedNanos);
            lag.record(lateNanos, TimeUnit.NANOSECONDS);
            lagMillis = TimeUnit.NANOSECONDS.toMillis(lateNanos);
            expectedNanos = now + TimeUnit.MILLISECONDS.toNanos(LAG_PROBE_MILLIS);
        });
    }

    public Future<Status> check() {
        Runtime runtime = Runtime.getRuntime();
        long usedHeap = runtime.totalMemory() - runtime.freeMemory();
        long freeDisk = new File(".").getUsableSpace();
        boolean healthy = usedHeap < runtime.maxMemory() * MAX_HEAP_USE
                && freeDisk > MIN_FREE_DISK_BYTES
                && lagMillis < MAX_LAG_MILLIS;
        JsonObject figures = new JsonObject()
                .put("heapUsedBytes", usedHeap)
                .put("heapMaxBytes", runtime.maxMemory())
                .put("diskFreeBytes", freeDisk)
                .put("eventLoopLagMillis", lagMillis);
        return Future.succeededFuture(healthy ? Status.OK(figures) : Status.KO(figures));
    }
}
