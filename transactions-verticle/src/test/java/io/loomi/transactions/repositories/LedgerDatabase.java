package io.loomi.transactions.repositories;

import io.loomi.common.config.Instance;
import io.loomi.common.config.Settings;
import io.loomi.common.database.Database;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.database.Migrations;
import io.loomi.transactions.Bank;
import io.loomi.transactions.LedgerClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A new, empty database with the ledger's schema. */
record LedgerDatabase(Vertx vertx, String url, Database database, AtomicReference<Duration> ahead)
        implements AutoCloseable {

    static LedgerDatabase create() {
        Vertx vertx = Vertx.vertx();
        String url = Bank.newDatabase();
        DatabaseConfig config = DatabaseConfig.from(new Settings(Map.of("DATABASE_URL", url)));
        Migrations.run(vertx, "transactions", config).await();
        return new LedgerDatabase(
                vertx, url, Database.open(vertx, config, new Instance(1, 1)), new AtomicReference<>(Duration.ZERO));
    }

    /** Advances the database's clock; a negative time sets it back. */
    void advance(Duration time) {
        LedgerClock.set(vertx, url, ahead.updateAndGet(before -> before.plus(time)));
    }

    @Override
    public void close() {
        database.close().await();
        vertx.close().await();
    }
}
