package io.loomi.common.testing;

import io.loomi.common.launch.RunningService;
import io.loomi.common.launch.Service;
import io.loomi.common.launch.ServiceLauncher;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running service on a free port, and a client for it. */
public final class ServiceBench implements AutoCloseable {

    private static final long START_TIMEOUT_SECONDS = 60;

    private final RunningService running;
    private final URI base;
    private final ContractClient client;

    private ServiceBench(RunningService running, URI base, ContractClient client) {
        this.running = running;
        this.base = base;
        this.client = client;
    }

    /** @param environment overrides the defaults: a free port, the shared Redis, and no rate limits */
    public static ServiceBench start(Service service, Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>();
        settings.put("HTTP_PORT", "0");
        settings.put("REDIS_URL", Backend.shared().redisUrl());
        settings.put("RATE_LIMIT", "off");
        settings.put("DATA_FOLDER", "target/data");
        settings.putAll(environment);
        RunningService running;
        try {
            running = ServiceLauncher.start(service, settings).await(START_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException timeout) {
            throw new AssertionError("the service did not start in time", timeout);
        }
        String scheme = settings.containsKey("TLS_CERTIFICATE") ? "https" : "http";
        URI base = URI.create(scheme + "://127.0.0.1:" + running.port());
        return new ServiceBench(running, base, new ContractClient(service.name(), base));
    }

    public ContractClient api() {
        return client;
    }

    public Vertx vertx() {
        return running.vertx();
    }

    public URI base() {
        return base;
    }

    @Override
    public void close() {
        running.stop().await();
    }
}
