package io.loomi.transactions;

import io.loomi.common.auth.VerifiedTokens;
import io.loomi.common.config.Setting;
import io.loomi.common.config.Settings;
import io.loomi.common.launch.CommandLine;
import io.loomi.common.launch.Service;
import io.loomi.common.launch.VerticleFactory;
import io.loomi.common.limits.LocalBuckets;
import io.loomi.common.metrics.Metrics;
import io.loomi.common.resilience.Breaker;
import io.loomi.common.revocations.Revocations;
import io.loomi.transactions.clients.CustomerCache;
import io.loomi.transactions.config.TransactionsConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

/** The transactions service, and the entry point of its fat jar. */
public final class Transactions implements Service {

    private final Clock clock;
    private final Breaker.Rules breakerRules;
    private final LongSupplier nanos;

    public Transactions(Clock clock) {
        this(clock, Breaker.Rules.STANDARD, System::nanoTime);
    }

    /**
     * @param breakerRules when the breaker for calls to customers opens and closes
     * @param nanos the clock of the caches and of the breaker, which returns nanoseconds as {@link System#nanoTime} does
     */
    public Transactions(Clock clock, Breaker.Rules breakerRules, LongSupplier nanos) {
        this.clock = clock;
        this.breakerRules = breakerRules;
        this.nanos = nanos;
    }

    public static void main(String... arguments) {
        // before the first log line, because lines from outside a verticle use it
        System.setProperty("loomi.service", "transactions");
        CommandLine.run(new Transactions(Clock.systemUTC()), arguments);
    }

    @Override
    public String name() {
        return "transactions";
    }

    @Override
    public List<Setting<?>> settings() {
        return TransactionsConfig.SETTINGS;
    }

    @Override
    public Future<VerticleFactory> prepare(Vertx vertx, Settings settings, Metrics metrics) {
        CustomerCache customerCache = new CustomerCache(nanos).measuredBy(metrics);
        Revocations revocations = new Revocations(clock);
        revocations.onCustomerChange(customerCache::invalidate);
        SharedState shared = new SharedState(
                TransactionsConfig.from(settings),
                metrics,
                clock,
                new VerifiedTokens().measuredBy(metrics),
                revocations,
                Promise.promise(),
                new LocalBuckets(),
                new Breaker("customers", vertx, nanos, breakerRules, metrics.registry()),
                customerCache);
        return Future.succeededFuture((instance, contract) -> new TransactionsVerticle(shared, instance, contract));
    }
}
