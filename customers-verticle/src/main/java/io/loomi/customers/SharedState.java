package io.loomi.customers;

import io.loomi.common.auth.VerifiedTokens;
import io.loomi.common.limits.LocalBuckets;
import io.loomi.common.metrics.Metrics;
import io.loomi.customers.config.CustomersConfig;
import io.loomi.customers.services.PasswordRules;
import io.loomi.customers.services.SigningKey;
import java.time.Clock;
import java.util.List;

/**
 * What the verticle instances share: nothing in it changes, or it is thread-safe.
 *
 * @param keys the first signs, all verify
 */
record SharedState(
        CustomersConfig config,
        Metrics metrics,
        List<SigningKey> keys,
        PasswordRules passwords,
        Clock clock,
        VerifiedTokens tokens,
        LocalBuckets buckets) {}
