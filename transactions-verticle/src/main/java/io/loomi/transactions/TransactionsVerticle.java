package io.loomi.transactions;

import io.loomi.common.async.ContextPromise;
import io.loomi.common.auth.CachedKeys;
import io.loomi.common.auth.OidcTokens;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.cluster.Broadcasts;
import io.loomi.common.cluster.BusClient;
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
import io.loomi.transactions.clients.BusCustomers;
import io.loomi.transactions.clients.BusRecipients;
import io.loomi.transactions.clients.CachedCustomers;
import io.loomi.transactions.clients.CustomerChangeListener;
import io.loomi.transactions.clients.Customers;
import io.loomi.transactions.clients.CustomersKeys;
import io.loomi.transactions.clients.Erasures;
import io.loomi.transactions.clients.HttpCustomers;
import io.loomi.transactions.clients.HttpErasures;
import io.loomi.transactions.clients.HttpRecipients;
import io.loomi.transactions.clients.HttpRevocations;
import io.loomi.transactions.clients.Recipients;
import io.loomi.transactions.clients.RedisRevocations;
import io.loomi.transactions.clients.ServiceToken;
import io.loomi.transactions.controllers.AccountController;
import io.loomi.transactions.controllers.ClosureController;
import io.loomi.transactions.controllers.HoldController;
import io.loomi.transactions.controllers.IdempotencyKeys;
import io.loomi.transactions.controllers.ReportController;
import io.loomi.transactions.controllers.ReversalController;
import io.loomi.transactions.controllers.TransactionController;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.repositories.ClosureRepository;
import io.loomi.transactions.repositories.DeferredTransactionRepository;
import io.loomi.transactions.repositories.ErasureRepository;
import io.loomi.transactions.repositories.LedgerRepository;
import io.loomi.transactions.repositories.OutboxRepository;
import io.loomi.transactions.repositories.PendingRepository;
import io.loomi.transactions.repositories.PostgresClosureRepository;
import io.loomi.transactions.repositories.PostgresDeferredTransactionRepository;
import io.loomi.transactions.repositories.PostgresErasureRepository;
import io.loomi.transactions.repositories.PostgresHistoryRepository;
import io.loomi.transactions.repositories.PostgresLedgerRepository;
import io.loomi.transactions.repositories.PostgresOutboxRepository;
import io.loomi.transactions.repositories.PostgresPendingRepository;
import io.loomi.transactions.repositories.PostgresReportRepository;
import io.loomi.transactions.services.BusinessMetrics;
import io.loomi.transactions.services.CachedRevocationCheck;
import io.loomi.transactions.services.ClosureService;
import io.loomi.transactions.services.DeferredTransactionWorker;
import io.loomi.transactions.services.Eligibility;
import io.loomi.transactions.services.EventRetention;
import io.loomi.transactions.services.HistoryService;
import io.loomi.transactions.services.HoldExpiry;
import io.loomi.transactions.services.HoldService;
import io.loomi.transactions.services.LedgerErasure;
import io.loomi.transactions.services.LedgerService;
import io.loomi.transactions.services.PendingMetrics;
import io.loomi.transactions.services.ReportService;
import io.loomi.transactions.services.ReversalService;
import io.loomi.transactions.services.RevocationPoller;
import io.loomi.transactions.services.UnknownRecipients;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Creates one instance of the transactions service, from the database to the routes. */
final class TransactionsVerticle extends ServiceVerticle {

    /** The probe looks up this id, which never exists. */
    private static final Recipient NOBODY = new Recipient.ById(new UUID(0, 0));

    private final SharedState shared;
    private final Instance instance;
    private final Contract contract;
    private final List<Supplier<Future<Void>>> closing = new ArrayList<>();
    private final List<Supplier<Future<Void>>> consumers = new ArrayList<>();

    TransactionsVerticle(SharedState shared, Instance instance, Contract contract) {
        this.shared = shared;
        this.instance = instance;
        this.contract = contract;
    }

    @Override
    protected Future<ApiServer> createServer() {
        var config = shared.config();
        var database = Database.open(vertx, config.database(), instance);
        var redis = RedisCache.open(vertx, config.redis(), shared.metrics());
        var client = ServiceClient.to(vertx, config.customersUrl(), config.authorities());
        closing.addAll(List.of(database::close, redis::close, client::close));

        var token = new ServiceToken(client, config.credentials(), shared.clock());
        var bus = BusClient.of(vertx, shared.metrics().registry());
        var callerLookup = BusCustomers.before(new HttpCustomers(client), bus);
        var recipientLookup = BusRecipients.before(new HttpRecipients(client, token), bus, token);
        shared.breaker().probeWith(new Probe(vertx, () -> recipientLookup.find(NOBODY), shared.clock()));
        var resilience = new Resilience(shared.breaker(), Retry.on(vertx, RandomGenerator.getDefault()));
        var callers = Customers.resilient(callerLookup, resilience);
        var recipients = Recipients.resilient(recipientLookup, resilience);
        var customers =
                new CachedCustomers(callers, recipients, new CustomerStatusCache(redis), shared.customerCache());
        var eligibility = new Eligibility(customers, customers);

        var ledger = new PostgresLedgerRepository(
                database, shared.clock(), shared.metrics().registry());
        var historyRepository = new PostgresHistoryRepository(database);
        var history = new HistoryService(historyRepository);
        var reports = new ReportService(new PostgresReportRepository(database));
        var closures = new PostgresClosureRepository(database);
        var metrics = new BusinessMetrics(shared.metrics().registry());
        if (instance.number() == 1) { // the tasks of other instances would wait for the same locks
            startPeriodicTasks(
                    ledger, new PostgresPendingRepository(database), new PostgresOutboxRepository(database), metrics);
            // without cached answers: a deferred transaction waits for a current one
            resolveDeferred(
                    new Eligibility(callers, recipients),
                    new PostgresDeferredTransactionRepository(database, shared.clock()),
                    metrics);
            startErasure(new HttpErasures(client, token), new PostgresErasureRepository(database), closures);
        }

        var keys = CustomersKeys.of(vertx, client, shared.clock());
        var verifier = verifier(keys, new CachedRevocationCheck(shared.revocations(), customers));
        var idempotencyKeys = new IdempotencyKeys(config.requiresIdempotencyKeys());
        var limits = new RateLimits(config.http().service(), redis, shared.buckets());
        var unknownRecipients =
                new UnknownRecipients(config.http().isLimited() ? Optional.of(limits) : Optional.empty());
        var health = health(database, redis, client, keys);

        return startPoller(redis, client, token)
                .onSuccess(poller -> health.required("revocations-loaded", poller::requireLoaded)
                        .measured("revocations", poller::check))
                .map(_ -> new ApiServer(vertx, config.http(), contract, verifier, limits, health, shared.metrics())
                        .mount(new TransactionController(
                                new LedgerService(eligibility, ledger, unknownRecipients, metrics),
                                history,
                                idempotencyKeys))
                        .mount(new HoldController(new HoldService(eligibility, historyRepository, ledger, metrics)))
                        .mount(new ReversalController(
                                new ReversalService(eligibility, history, ledger, metrics), idempotencyKeys))
                        .mount(new AccountController(history, reports))
                        .mount(new ClosureController(new ClosureService(closures)))
                        .mount(new ReportController(reports)));
    }

    private TokenVerifier verifier(CachedKeys keys, CachedRevocationCheck revocationCheck) {
        var config = shared.config();
        Optional<OidcTokens> external = config.oidc().map(oidc -> new OidcTokens(vertx, oidc, shared.clock()));
        external.ifPresent(tokens -> closing.add(tokens::close));
        return new TokenVerifier(keys, config.tokens(), external, shared.clock(), shared.tokens(), revocationCheck);
    }

    private Health health(Database database, RedisCache redis, ServiceClient client, CachedKeys keys) {
        var health = new Health(vertx)
                .required("database", database::ping)
                .required("keys", keys::requireKeys)
                .optional("redis", redis::ping)
                .optional("customers", client::ping)
                .measured("breaker", shared.breaker()::check)
                .measured("resources", new Resources(vertx, shared.metrics())::check);
        ClusterMembers.of(vertx).ifPresent(members -> health.measured("cluster", members::check));
        return health;
    }

    /** Starts the poller in the first instance; the other instances wait for it. */
    private Future<RevocationPoller> startPoller(RedisCache redis, ServiceClient client, ServiceToken token) {
        if (instance.number() == 1) {
            var poller = new RevocationPoller(
                    vertx,
                    shared.revocations(),
                    List.of(
                            new RedisRevocations(
                                    new RecentRevocations(redis), new RevocationReaders(redis), shared.clock()),
                            new HttpRevocations(client, token)));
            poller.measure(shared.metrics().registry());
            closing.addFirst(poller::stop);
            // subscribe first, to miss no broadcast before the first read
            new CustomerChangeListener(shared.revocations(), shared.customerCache())
                    .subscribe(new Broadcasts(vertx))
                    .compose(_ -> poller.start())
                    .onSuccess(_ -> shared.poller().tryComplete(poller))
                    .onFailure(shared.poller()::tryFail);
        }
        return ContextPromise.onCurrentContext(shared.poller().future());
    }

    private void startPeriodicTasks(
            LedgerRepository ledger, PendingRepository pending, OutboxRepository outbox, BusinessMetrics metrics) {
        var registry = shared.metrics().registry();
        var expiry = new HoldExpiry(vertx, ledger, shared.clock(), metrics);
        consumers.add(expiry::stop);
        expiry.start();
        var retention = new EventRetention(vertx, outbox, shared.config().eventRetention(), shared.clock(), registry);
        consumers.add(retention::stop);
        retention.start();
        new PendingMetrics(pending, shared.clock(), registry).start(vertx);
    }

    private void resolveDeferred(
            Eligibility eligibility, DeferredTransactionRepository deferredTransactions, BusinessMetrics metrics) {
        var worker = new DeferredTransactionWorker(
                vertx,
                eligibility,
                deferredTransactions,
                shared.breaker()::isClosed,
                shared.clock(),
                RandomGenerator.getDefault(),
                metrics);
        consumers.add(worker::stop);
        worker.start();
    }

    private void startErasure(Erasures customers, ErasureRepository ledger, ClosureRepository closures) {
        var erasure = new LedgerErasure(
                vertx, customers, ledger, closures, shared.metrics().registry());
        consumers.add(erasure::stop);
        erasure.start();
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
