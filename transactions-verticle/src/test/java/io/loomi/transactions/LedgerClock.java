package io.loomi.transactions;

import io.loomi.common.testing.LedgerAudit;
import io.vertx.core.Vertx;
import java.time.Duration;

/** The clock of a ledger's database, which goes on by itself and is set by a test. */
public final class LedgerClock {

    private LedgerClock() {}

    /** From now on every time in this ledger is so much later than the time of this machine. */
    public static void set(Vertx vertx, String database, Duration ahead) {
        LedgerAudit.run(vertx, database, """
            CREATE OR REPLACE FUNCTION ledger_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
              $$ SELECT clock_timestamp() + interval '%d milliseconds' $$\
            """.formatted(ahead.toMillis()));
    }
}
