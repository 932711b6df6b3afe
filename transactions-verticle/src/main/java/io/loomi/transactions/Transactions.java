package io.loomi.transactions;

import io.loomi.common.auth.VerifiedTokens;
import io.loomi.common.config.Instance;
import io.loomi.common.config.Setting;
import io.loomi.common.config.Settings;
import io.loomi.common.launch.CommandLine;
import io.loomi.common.launch.Service;
import io.loomi.common.launch.ServiceVerticle;
import io.loomi.common.limits.LocalBuckets;
import io.loomi.common.metrics.Metrics;
import io.loomi.common.revocations.Revocations;
import io.loomi.transactions.config.TransactionsConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/** The transactions service, and the entry point of its fat jar. */
public final class Transactions implements Service {

    private final Clock clock;

    public Transactions(Clock clock) {
        this.clock = clock;
    }

    public static void main(String... arguments) {
        System.setProperty(
                "loomi.service", "transactions"); // before the first log line, for lines outside of verticles
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
    public Future<Function<Instance, ServiceVerticle>> prepare(Vertx vertx, Settings settings, Metrics metrics) {
        SharedState shared = new SharedState(
                TransactionsConfig.from(settings),
                metrics,
                clock,
                new VerifiedTokens(),
                new Revocations(clock),
                Promise.promise(),
                new LocalBuckets());
        return Future.succeededFuture(instance -> new TransactionsVerticle(shared, instance));
    }
}
