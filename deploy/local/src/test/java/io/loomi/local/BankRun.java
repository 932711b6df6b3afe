package io.loomi.local;

import io.loomi.common.config.StartFailure;
import io.loomi.local.process.RunningComponents;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bank on free ports, and a client that goes through its gateway. */
final class BankRun implements AutoCloseable {

    private static final Map<String, String> FREE_PORTS = Map.of("CUSTOMERS_PORT", "0", "TRANSACTIONS_PORT", "0");

    private final RunningComponents started;
    private final GatewayClient client;

    private BankRun(RunningComponents started, LocalBank bank) {
        this.started = started;
        this.client = new GatewayClient(bank.port());
    }

    static BankRun on(Path data) {
        return on(data, Map.of());
    }

    /** @param settings beside the ports, which are free ones unless they say otherwise */
    static BankRun on(Path data, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(FREE_PORTS);
        environment.putAll(settings);
        LocalOptions options = LocalOptions.from(List.of("--port", "0", "--data", data.toString()), environment);
        RunningComponents started = new RunningComponents();
        try {
            return new BankRun(started, LocalBank.start(options, started, _ -> {}));
        } catch (StartFailure failure) {
            started.close();
            throw failure;
        }
    }

    GatewayClient client() {
        return client;
    }

    @Override
    public void close() {
        started.close();
    }
}
