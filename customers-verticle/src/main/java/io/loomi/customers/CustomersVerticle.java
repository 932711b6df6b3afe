package io.loomi.customers;

import io.loomi.common.auth.OidcTokens;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.cluster.Broadcasts;
import io.loomi.common.cluster.BusServer;
import io.loomi.common.cluster.ClusterMembers;
import io.loomi.common.config.Instance;
import io.loomi.common.contract.Contract;
import io.loomi.common.database.Database;
import io.loomi.common.health.Health;
import io.loomi.common.health.Resources;
import io.loomi.common.http.ApiServer;
import io.loomi.common.launch.ServiceVerticle;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.resilience.Probe;
import io.loomi.common.resilience.Resilience;
import io.loomi.common.resilience.Retry;
import io.loomi.common.resilience.ServiceClient;
import io.loomi.common.revocations.RecentRevocations;
import io.loomi.common.revocations.RevocationReaders;
import io.loomi.customers.clients.HttpAccounts;
import io.loomi.customers.clients.ResilientAccounts;
import io.loomi.customers.clients.RevocationPublisher;
import io.loomi.customers.clients.StatusPublisher;
import io.loomi.customers.controllers.AdministrationController;
import io.loomi.customers.controllers.AuditController;
import io.loomi.customers.controllers.AuthController;
import io.loomi.customers.controllers.PrivacyController;
import io.loomi.customers.controllers.RevocationController;
import io.loomi.customers.controllers.SessionController;
import io.loomi.customers.controllers.StatusRequestHandler;
import io.loomi.customers.controllers.UserController;
import io.loomi.customers.repositories.ErasureRepository;
import io.loomi.customers.repositories.PostgresAuditRepository;
import io.loomi.customers.repositories.PostgresErasureRepository;
import io.loomi.customers.repositories.PostgresIdentityRepository;
import io.loomi.customers.repositories.PostgresRevocationRepository;
import io.loomi.customers.repositories.PostgresSessionRepository;
import io.loomi.customers.repositories.PostgresUserRepository;
import io.loomi.customers.repositories.RevocationRepository;
import io.loomi.customers.repositories.SessionRepository;
import io.loomi.customers.repositories.UserRepository;
import io.loomi.customers.services.AccountClosure;
import io.loomi.customers.services.AdministrationService;
import io.loomi.customers.services.AuditService;
import io.loomi.customers.services.DatabaseRevocationCheck;
import io.loomi.customers.services.ErasureService;
import io.loomi.customers.services.ExportService;
import io.loomi.customers.services.FirstAdministrator;
import io.loomi.customers.services.LoginService;
import io.loomi.customers.services.PasswordHasher;
import io.loomi.customers.services.PasswordService;
import io.loomi.customers.services.RefreshTokens;
import io.loomi.customers.services.RetentionTask;
import io.loomi.customers.services.RevocationCopy;
import io.loomi.customers.services.RevocationService;
import io.loomi.customers.services.ServiceLogin;
import io.loomi.customers.services.SessionService;
import io.loomi.customers.services.SignInFailureAudit;
import io.loomi.customers.services.TokenIssuer;
import io.loomi.customers.services.UserService;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Creates one instance of the customers service, from the database to the routes. */
final class CustomersVerticle extends ServiceVerticle {

    /** The account that the probe reopens. It never exists, so the call changes nothing. */
    private static final UUID PROBE_ID = new UUID(0, 0);

    private final SharedState shared;
    private final Instance instance;
    private final Contract contract;
    private final List<Supplier<Future<Void>>> closing = new ArrayList<>();
    private final List<Supplier<Future<Void>>> consumers = new ArrayList<>();

    CustomersVerticle(SharedState shared, Instance instance, Contract contract) {
        this.shared = shared;
        this.instance = instance;
        this.contract = contract;
    }

    @Override
    protected Future<ApiServer> createServer() {
        var config = shared.config();
        var database = Database.open(vertx, config.database(), instance);
        var redis = RedisCache.open(vertx, config.redis(), shared.metrics());
        var hasher = new PasswordHasher(vertx);
        var client = ServiceClient.to(vertx, config.transactionsUrl(), config.authorities());
        closing.addAll(List.of(database::close, redis::close, hasher::close, client::close));

        var users = new PostgresUserRepository(database);
        var audit = new PostgresAuditRepository(database);
        var failures = new SignInFailureAudit(audit, shared.clock());
        var broadcasts = new Broadcasts(vertx);
        var statuses = new StatusPublisher(new CustomerStatusCache(redis), broadcasts);
        var recent = new RecentRevocations(redis);
        var revocationPublisher = new RevocationPublisher(vertx, recent, new RevocationReaders(redis), broadcasts);
        var revocations = new PostgresRevocationRepository(database);
        startRevocationCopy(revocations, recent);
        var tokens = new TokenIssuer(shared.keys(), config.tokens(), shared.clock());
        var sessionRepository = new PostgresSessionRepository(database);
        var erasures = new PostgresErasureRepository(database);
        startRetention(sessionRepository, erasures);
        var sessions = new SessionService(
                sessionRepository, new RefreshTokens(shared.keys()), tokens, revocationPublisher, shared.clock());
        var identities = new PostgresIdentityRepository(database);
        var revocationCheck = new DatabaseRevocationCheck(sessions, identities, revocations, shared.clock());
        var verifier = verifier(revocationCheck);
        var limits = new RateLimits(config.http().service(), redis, shared.buckets());
        var accounts = new HttpAccounts(client, tokens::issueForCustomers);
        shared.breaker().probeWith(new Probe(vertx, () -> accounts.reopen(PROBE_ID, PROBE_ID), shared.clock()));
        var resilience = new Resilience(shared.breaker(), Retry.on(vertx, RandomGenerator.getDefault()));
        var accountClosure = new AccountClosure(vertx, new ResilientAccounts(accounts, resilience), shared.clock());
        var userService = new UserService(users, hasher, statuses, revocationPublisher, accountClosure, shared.clock());
        var health = new Health(vertx)
                .required("database", database::ping)
                .optional("redis", redis::ping)
                .measured("resources", new Resources(vertx, shared.metrics())::check);
        ClusterMembers.of(vertx).ifPresent(members -> health.measured("cluster", members::check));

        return administrator(users, hasher)
                .compose(_ -> serveEventBus(new StatusRequestHandler(userService, contract), verifier, limits))
                .map(_ -> new ApiServer(vertx, config.http(), contract, verifier, limits, health, shared.metrics())
                        .mount(new UserController(
                                userService,
                                new PasswordService(users, hasher, revocationPublisher, failures),
                                shared.passwords()))
                        .mount(new AdministrationController(
                                new AdministrationService(users, statuses, revocationPublisher, shared.clock())))
                        .mount(new RevocationController(new RevocationService(revocations)))
                        .mount(new SessionController(sessions))
                        .mount(new AuditController(new AuditService(audit)))
                        .mount(new PrivacyController(
                                new ExportService(users, sessions, identities, audit, shared.clock()),
                                new ErasureService(erasures)))
                        .mount(new AuthController(
                                new LoginService(users, hasher, sessions, failures),
                                new ServiceLogin(config.transactions(), tokens, audit, failures),
                                shared.keys())));
    }

    /** Starts the retention task in the first instance only, because several tasks would only wait for one another. */
    private void startRetention(SessionRepository sessions, ErasureRepository erasures) {
        if (instance.number() == 1) {
            var retention = new RetentionTask(vertx, sessions, erasures, shared.clock());
            consumers.add(retention::stop);
            retention.start();
        }
    }

    /** Starts the copy of the revocations to Redis, in the first instance only. */
    private void startRevocationCopy(RevocationRepository revocations, RecentRevocations recent) {
        if (instance.number() == 1) {
            var copy = new RevocationCopy(vertx, revocations, recent);
            consumers.add(copy::stop);
            copy.start();
        }
    }

    private Future<Void> administrator(UserRepository users, PasswordHasher hasher) {
        return shared.config()
                .administrator()
                .map(admin ->
                        new FirstAdministrator(users, hasher, shared.clock()).ensure(admin.email(), admin.password()))
                .orElseGet(Future::succeededFuture);
    }

    private Future<Void> serveEventBus(StatusRequestHandler requests, TokenVerifier verifier, RateLimits limits) {
        if (!vertx.isClustered()) {
            return Future.succeededFuture();
        }
        var isLimited = shared.config().http().isLimited();
        var bus = new BusServer(vertx, verifier, isLimited ? Optional.of(limits) : Optional.empty());
        consumers.add(bus::close);
        return requests.answer(bus);
    }

    private TokenVerifier verifier(DatabaseRevocationCheck revocationCheck) {
        var config = shared.config();
        Optional<OidcTokens> external = config.oidc().map(oidc -> new OidcTokens(vertx, oidc, shared.clock()));
        external.ifPresent(tokens -> closing.add(tokens::close));
        return new TokenVerifier(
                shared.keys(), config.tokens(), external, shared.clock(), shared.tokens(), revocationCheck);
    }

    @Override
    protected Future<?> stopConsumers() {
        return Future.join(consumers.stream().map(Supplier::get).toList());
    }

    @Override
    protected Future<?> release() {
        return Future.join(closing.stream().map(Supplier::get).toList());
    }
}
