package io.loomi.transactions;

import io.loomi.common.auth.VerifiedTokens;
import io.loomi.common.limits.LocalBuckets;
import io.loomi.common.metrics.Metrics;
import io.loomi.common.resilience.Breaker;
import io.loomi.common.revocations.Revocations;
import io.loomi.transactions.clients.CustomerCache;
import io.loomi.transactions.config.TransactionsConfig;
import io.loomi.transactions.services.RevocationPoller;
import io.vertx.core.Promise;
import java.time.Clock;

/**
 * State that the verticle instances share. Each part is immutable or thread-safe.
 *
 * @param poller the first instance's poller; completes after the first read of revocations, and no instance opens its
 *     port before that
 */
record SharedState(
        TransactionsConfig config,
        Metrics metrics,
        Clock clock,
        VerifiedTokens tokens,
        Revocations revocations,
        Promise<RevocationPoller> poller,
        LocalBuckets buckets,
        Breaker breaker,
        CustomerCache customerCache) {}
