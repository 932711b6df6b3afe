package io.loomi.transactions;

import io.loomi.common.metrics.Metrics;
import io.loomi.transactions.config.TransactionsConfig;
import java.time.Clock;

/**
 * What the verticle instances share; nothing in it changes.
 */
record SharedState(TransactionsConfig config, Metrics metrics, Clock clock) {}
