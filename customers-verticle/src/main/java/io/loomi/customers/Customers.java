package io.loomi.customers;

import io.loomi.common.auth.VerifiedTokens;
import io.loomi.common.config.Instance;
import io.loomi.common.config.Setting;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.launch.CommandLine;
import io.loomi.common.launch.Service;
import io.loomi.common.launch.ServiceVerticle;
import io.loomi.common.limits.LocalBuckets;
import io.loomi.common.metrics.Metrics;
import io.loomi.customers.config.CustomersConfig;
import io.loomi.customers.services.PasswordRules;
import io.loomi.customers.services.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The customers service, and the entry point of its fat jar. */
public final class Customers implements Service {

    private final Clock clock;

    public Customers(Clock clock) {
        this.clock = clock;
    }

    public static void main(String... arguments) {
        System.setProperty("loomi.service", "customers"); // before the first log line, for lines outside of verticles
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
    public Future<Function<Instance, ServiceVerticle>> prepare(Vertx vertx, Settings settings, Metrics metrics) {
        CustomersConfig config = CustomersConfig.from(settings);
        Future<List<SigningKey>> keys = signingKeys(vertx, config);
        Future<PasswordRules> passwords =
                vertx.executeBlocking(PasswordRules::load).map(Objects::requireNonNull);
        return Future.all(keys, passwords)
                .map(_ -> new SharedState(
                        config,
                        metrics,
                        keys.result(),
                        passwords.result(),
                        clock,
                        new VerifiedTokens().measuredBy(metrics),
                        new LocalBuckets()))
                .map(shared -> instance -> new CustomersVerticle(shared, instance));
    }

    private static Future<List<SigningKey>> signingKeys(Vertx vertx, CustomersConfig config) {
        if (config.privateKeys().isEmpty()) {
            logger().warn("JWT_PRIVATE_KEYS is not set: a key is made for this run, and its tokens end with it");
            return vertx.executeBlocking(SigningKey::generate)
                    .map(Objects::requireNonNull)
                    .map(List::of);
        }
        return Future.all(config.privateKeys().stream()
                        .map(key -> pem(vertx, key))
                        .toList())
                .map(pems ->
                        pems.<String>list().stream().map(SigningKey::fromPem).toList());
    }

    private static Future<String> pem(Vertx vertx, String key) {
        if (key.startsWith("-----BEGIN")) {
            return Future.succeededFuture(key);
        }
        return vertx.fileSystem()
                .readFile(key)
                .map(Object::toString)
                .recover(failure -> Future.failedFuture(new StartFailure(
                        "JWT_PRIVATE_KEYS names a file that cannot be read: correct its name or its permissions.",
                        failure)));
    }

    private static Logger logger() {
        return LoggerFactory.getLogger(Customers.class); // not before main has named the service
    }
}
