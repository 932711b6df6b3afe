package io.loomi.customers;

import io.loomi.common.auth.VerifiedTokens;
import io.loomi.common.limits.LocalBuckets;
import io.loomi.common.metrics.Metrics;
import io.loomi.common.resilience.Breaker;
import io.loomi.customers.config.CustomersConfig;
import io.loomi.customers.services.PasswordRules;
import io.loomi.customers.services.SigningKeys;
import java.time.Clock;

/** State that the verticle instances share. Each part is immutable or thread-safe. */
record SharedState(
        CustomersConfig config,
        Metrics metrics,
        SigningKeys keys,
        PasswordRules passwords,
        Clock clock,
        VerifiedTokens tokens,
        LocalBuckets buckets,
        Breaker breaker) {}
