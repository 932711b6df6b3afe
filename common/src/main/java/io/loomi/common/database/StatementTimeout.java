package io.loomi.common.database;

import io.loomi.common.errors.Failure;

/** PostgreSQL cancelled a statement that took too long, and rolled it back. */
public final class StatementTimeout extends Failure.Unavailable {
    StatementTimeout() {
        super("This took too long, and nothing was done: try again in a moment.");
    }
}
