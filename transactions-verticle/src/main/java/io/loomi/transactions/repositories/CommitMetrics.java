package io.loomi.transactions.repositories;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/** Measures how many requests share a commit and how many wait for the next. Thread-safe: the event loops share one registry. */
final class CommitMetrics {

    private final DistributionSummary batchSizes;
    private final DistributionSummary queueSizes;

    CommitMetrics(MeterRegistry registry) {
        this.batchSizes = DistributionSummary.builder("loomi.commit.batch.size")
                .description("Requests that were sent to PostgreSQL in one commit")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, GroupCommit.MAX_BATCH)
                .register(registry);
        this.queueSizes = DistributionSummary.builder("loomi.commit.queue.size")
                .description("Requests in the queue when a commit begins")
                .register(registry);
    }

    void recordCommit(int size, int left) {
        batchSizes.record(size);
        queueSizes.record(left);
    }
}
