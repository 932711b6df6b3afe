package io.loomi.transactions;

import io.loomi.common.testing.LedgerAudit;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Sets the clock of a ledger's database; the clock keeps running. */
public final class LedgerClock {

    private LedgerClock() {}

    /** Sets the ledger's clock ahead of the machine's clock. */
    public static void set(Vertx vertx, String database, Duration ahead) {
        LedgerAudit.run(vertx, database, """
            CREATE OR REPLACE FUNCTION ledger_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
              $$ SELECT clock_timestamp() + interval '%d milliseconds' $$\
            """.formatted(ahead.toMillis()));
    }
}
