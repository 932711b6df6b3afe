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
 * What the verticle instances share: nothing in it changes, or it is thread-safe.
 *
 * @param watching has the first instance's watch once revocations were read: no instance answers before that
 */
record SharedState(
        TransactionsConfig config,
        Metrics metrics,
        Clock clock,
        VerifiedTokens tokens,
        Revocations revocations,
        Promise<RevocationPoller> watching,
        LocalBuckets buckets,
        Breaker breaker,
        CustomerCache people) {}
