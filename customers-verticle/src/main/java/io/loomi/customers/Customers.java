package io.loomi.customers;

import io.loomi.common.auth.VerifiedTokens;
import io.loomi.common.config.Setting;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.launch.CommandLine;
import io.loomi.common.launch.Service;
import io.loomi.common.launch.VerticleFactory;
import io.loomi.common.limits.LocalBuckets;
import io.loomi.common.metrics.Metrics;
import io.loomi.common.resilience.Breaker;
import io.loomi.customers.config.CustomersConfig;
import io.loomi.customers.services.PasswordRules;
import io.loomi.customers.services.SampleKeys;
import io.loomi.customers.services.SigningKey;
import io.loomi.customers.services.SigningKeyFile;
import io.loomi.customers.services.SigningKeyReloader;
import io.loomi.customers.services.SigningKeySource;
import io.loomi.customers.services.SigningKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The customers service, and the entry point of its fat jar. */
public final class Customers implements Service {

    private final Clock clock;

    public Customers(Clock clock) {
        this.clock = clock;
    }

    public static void main(String... arguments) {
        // before the first log line, because lines from outside a verticle use it
        System.setProperty("loomi.service", "customers");
        CommandLine.run(new Customers(Clock.systemUTC()), arguments);
    }

    @Override
    public String name() {
        return "customers";
    }

    @Override
    public List<Setting<?>> settings() {
        return CustomersConfig.SETTINGS;
    }

    @Override
    public Future<VerticleFactory> prepare(Vertx vertx, Settings settings, Metrics metrics) {
        CustomersConfig config = CustomersConfig.from(settings);
        Future<SigningKeys> keys = signingKeys(vertx, config);
        Future<PasswordRules> passwords =
                vertx.executeBlocking(PasswordRules::load).map(Objects::requireNonNull);
        return Future.all(keys, passwords).map(_ -> {
            requireUncommonAdministratorPassword(config, passwords.result());
            SharedState shared = new SharedState(
                    config,
                    metrics,
                    keys.result(),
                    passwords.result(),
                    clock,
                    new VerifiedTokens().measuredBy(metrics),
                    new LocalBuckets(),
                    new Breaker("transactions", vertx, System::nanoTime, Breaker.Rules.STANDARD, metrics.registry()));
            return (instance, contract) -> new CustomersVerticle(shared, instance, contract);
        });
    }

    private static void requireUncommonAdministratorPassword(CustomersConfig config, PasswordRules rules) {
        boolean common = config.administrator()
                .filter(admin -> rules.isCommon(admin.password()))
                .isPresent();
        if (config.isProduction() && common) {
            throw new StartFailure("ADMIN_PASSWORD is a common password: production needs one of its own.");
        }
    }

    private static Future<SigningKeys> signingKeys(Vertx vertx, CustomersConfig config) {
        Future<List<String>> sources = config.privateKeys().isEmpty()
                ? developmentKey(vertx, config.dataFolder())
                : Future.succeededFuture(config.privateKeys());
        Consumer<List<SigningKey>> rules = config.isProduction() ? SampleKeys::refuse : _ -> {};
        return sources.compose(list -> new SigningKeyReloader(vertx, new SigningKeySource(list), rules).start());
    }

    /** Returns the development key, which is in the data folder. */
    private static Future<List<String>> developmentKey(Vertx vertx, Path folder) {
        return vertx.executeBlocking(() -> SigningKeyFile.in(folder))
                .map(Objects::requireNonNull)
                .map(file -> {
                    logger().info("JWT_PRIVATE_KEYS is not set: signing with the development key, {}", file);
                    return List.of(file.toString());
                })
                .recover(failure -> Future.failedFuture(new StartFailure(
                        "Cannot store the development key in %s: set DATA_FOLDER or JWT_PRIVATE_KEYS."
                                .formatted(folder),
                        failure)));
    }

    private static Logger logger() {
        return LoggerFactory.getLogger(Customers.class); // not a constant, because main must set the service name first
    }
}
