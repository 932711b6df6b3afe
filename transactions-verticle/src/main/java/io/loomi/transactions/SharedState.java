package io.loomi.transactions;

import io.loomi.common.auth.VerifiedTokens;
import io.loomi.common.limits.LocalBuckets;
import io.loomi.common.metrics.Metrics;
import io.loomi.common.resilience.Breaker;
import io.loomi.transactions.clients.KnownPeople;
import io.loomi.transactions.config.TransactionsConfig;
import java.time.Clock;

/**
 * What the verticle instances share: nothing in it changes, or it is thread-safe.
 */
record SharedState(
        TransactionsConfig config,
        Metrics metrics,
        Clock clock,
        VerifiedTokens tokens,
        LocalBuckets buckets,
        Breaker breaker,
        KnownPeople people) {}
