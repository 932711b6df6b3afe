package io.loomi.transactions.repositories;

import io.loomi.common.config.Instance;
import io.loomi.common.config.Settings;
import io.loomi.common.database.Database;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.database.Migrations;
import io.loomi.transactions.Bank;
import io.vertx.core.Vertx;
import java.util.Map;

/** A new database with the ledger's schema, and nothing in it. */
record LedgerDatabase(Vertx vertx, String url, Database database) implements AutoCloseable {

    static LedgerDatabase create() {
        Vertx vertx = Vertx.vertx();
        String url = Bank.newDatabase();
        DatabaseConfig config = DatabaseConfig.from(new Settings(Map.of("DATABASE_URL", url)));
        Migrations.run(vertx, "transactions", config).await();
        return new LedgerDatabase(vertx, url, Database.open(vertx, config, new Instance(1, 1)));
    }

    @Override
    public void close() {
        database.close().await();
        vertx.close().await();
    }
}
