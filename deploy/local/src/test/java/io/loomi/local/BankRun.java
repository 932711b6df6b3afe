package io.loomi.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A bank on free ports, and a client that goes through its gateway. */
final class BankRun implements AutoCloseable {

    private static final Map<String, String> FREE_PORTS = Map.of("CUSTOMERS_PORT", "0", "TRANSACTIONS_PORT", "0");

    private final LocalBank bank;
    private final GatewayClient client;

    private BankRun(LocalBank bank) {
        this.bank = bank;
        this.client = new GatewayClient(bank.port());
    }

    static BankRun on(Path data) {
        LocalOptions options = LocalOptions.from(List.of("--port", "0", "--data", data.toString()), FREE_PORTS);
        return new BankRun(LocalBank.start(options, _ -> {}));
    }

    GatewayClient client() {
        return client;
    }

    @Override
    public void close() {
        bank.close();
    }
}
