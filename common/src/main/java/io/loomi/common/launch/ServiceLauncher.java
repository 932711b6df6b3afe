package io.loomi.common.launch;

import io.loomi.common.cluster.ClusterConfig;
import io.loomi.common.cluster.ClusterStart;
import io.loomi.common.config.Environment;
import io.loomi.common.config.Instance;
import io.loomi.common.config.Setting;
import io.loomi.common.config.Settings;
import io.loomi.common.config.SettingsSource;
import io.loomi.common.config.StartFailure;
import io.loomi.common.contract.Contract;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.database.Migrations;
import io.loomi.common.logging.ContextAppender;
import io.loomi.common.logging.LogLevel;
import io.loomi.common.metrics.Metrics;
import io.loomi.common.tracing.EventBusCorrelation;
import io.loomi.common.tracing.Tracing;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Starts a service: reads the settings, starts Vert.x, migrates the database and deploys the verticles. */
public final class ServiceLauncher {

    /** Two event loops for each process. To scale out, start more processes. */
    private static final int INSTANCES = 2;

    private static final int WORKERS = 2;

    /** How long a DNS answer is cached. Docker's DNS allows ten minutes, but a replaced instance gets a new address. */
    private static final Duration MAX_DNS_CACHE_TIME = Duration.ofSeconds(5);

    /** The settings that the launcher reads for every service. */
    public static final List<Setting<?>> SETTINGS = Stream.of(
                    List.of(Environment.SETTING, LogLevel.SETTING, SettingsSource.CONFIG_FILE),
                    Tracing.SETTINGS,
                    ClusterConfig.SETTINGS)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private ServiceLauncher() {}

    /** Starts the service. Fails with a {@link io.loomi.common.config.StartFailure} that tells the operator what to do. */
    public static Future<RunningService> start(Service service, Map<String, String> environment) {
        // initialized before two threads use it, because SLF4J would delay the lines of the second one
        LoggerFactory.getILoggerFactory();
        CompletableFuture<Contract> contract = contract(service);
        Metrics metrics = new Metrics(service.name());
        return withVertx(
                service,
                metrics,
                environment,
                vertx -> start(
                        vertx,
                        service,
                        metrics,
                        environment,
                        Future.fromCompletionStage(contract, vertx.getOrCreateContext())));
    }

    /** Starts to load the contract immediately, on its own thread, because this takes longest. */
    private static CompletableFuture<Contract> contract(Service service) {
        return CompletableFuture.supplyAsync(
                () -> Contract.load(service.name()),
                work -> Thread.ofPlatform().daemon().name("contract").start(work));
    }

    private static Future<RunningService> start(
            Vertx vertx, Service service, Metrics metrics, Map<String, String> environment, Future<Contract> contract) {
        return settings(vertx, service, environment)
                .compose(settings -> prepare(vertx, service, settings, metrics, contract))
                .compose(verticles -> deploy(vertx, service, verticles, contract.result()));
    }

    /** Checks the settings before the database is migrated. Meanwhile it checks whether a migration is needed. */
    private static Future<VerticleFactory> prepare(
            Vertx vertx, Service service, Settings settings, Metrics metrics, Future<Contract> contract) {
        DatabaseConfig database = service.database(settings);
        Future<Boolean> current = Migrations.isCurrent(vertx, service.name(), database);
        return service.prepare(vertx, settings, metrics)
                .compose(verticles -> Future.all(
                                Migrations.runUnless(current, vertx, service.name(), database), contract)
                        .map(verticles));
    }

    /** Migrates the database and ends. Returns the number of migrations. */
    public static Future<Integer> migrate(Service service, Map<String, String> environment) {
        return withVertx(
                service,
                new Metrics(service.name()),
                Map.of(), // a migration needs neither traces nor a cluster
                vertx -> settings(vertx, service, environment)
                        .compose(settings -> migrate(vertx, service, settings))
                        .eventually(vertx::close));
    }

    private static Future<Integer> migrate(Vertx vertx, Service service, Settings settings) {
        return Migrations.run(vertx, service.name(), service.database(settings));
    }

    /** @param environment read before Vert.x starts */
    private static <T> Future<T> withVertx(
            Service service, Metrics metrics, Map<String, String> environment, Function<Vertx, Future<T>> work) {
        Future<Vertx> started;
        try {
            started = start(
                    service.name(),
                    metrics,
                    Tracing.from(service.name(), environment),
                    ClusterConfig.from(environment));
        } catch (StartFailure malformed) {
            return Future.failedFuture(malformed);
        }
        return started.compose(vertx -> {
            EventBusCorrelation.install(vertx.eventBus());
            return work.apply(vertx).recover(failure -> vertx.close().transform(_ -> Future.failedFuture(failure)));
        });
    }

    private static Future<Vertx> start(
            String service, Metrics metrics, Tracing tracing, Optional<ClusterConfig> cluster) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(INSTANCES)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(WORKERS)
                .setAddressResolverOptions(
                        new AddressResolverOptions().setCacheMaxTimeToLive((int) MAX_DNS_CACHE_TIME.toSeconds()));
        cluster.ifPresent(config -> ClusterStart.options(options, config));
        VertxBuilder builder = tracing.trace(metrics.measure(Vertx.builder(), options));
        return cluster.map(config -> ClusterStart.join(builder, config, service, metrics.registry()))
                .orElseGet(() -> Future.succeededFuture(builder.build()));
    }

    private static Future<Settings> settings(Vertx vertx, Service service, Map<String, String> environment) {
        List<Setting<?>> known =
                Stream.concat(SETTINGS.stream(), service.settings().stream()).toList();
        return SettingsSource.read(vertx, environment, known).map(settings -> {
            LogLevel.apply(settings);
            ClusterConfig.requireFromEnvironment(settings, environment);
            known.forEach(settings::find); // refuses malformed values at start, not at their first use
            return settings;
        });
    }

    private static Future<RunningService> deploy(
            Vertx vertx, Service service, VerticleFactory verticles, Contract contract) {
        List<ServiceVerticle> instances = IntStream.rangeClosed(1, INSTANCES)
                .mapToObj(number -> verticles.create(new Instance(number, INSTANCES), contract))
                .toList();
        DeploymentOptions options =
                new DeploymentOptions().setConfig(new JsonObject().put(ContextAppender.SERVICE, service.name()));
        List<Future<String>> deployments = instances.stream()
                .map(instance -> vertx.deployVerticle(instance, options))
                .toList();
        return Future.all(deployments)
                .map(_ -> new RunningService(vertx, instances.getFirst().port()));
    }
}
