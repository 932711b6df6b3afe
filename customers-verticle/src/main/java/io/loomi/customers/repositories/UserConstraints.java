package io.loomi.customers.repositories;

import io.loomi.common.database.DatabaseFailures;
import io.loomi.common.errors.Failure;
import io.vertx.core.Future;

/** What it means for a request when a constraint about people refuses its change. */
final class UserConstraints {

    private static final String EMAIL = "users_email_unique";
    private static final String LAST_ADMINISTRATOR = "users_last_administrator";

    private UserConstraints() {}

    static <T> Future<T> emailTakenOr(Throwable failure) {
        return conflictOr(failure, EMAIL, "email-taken", "This e-mail address is taken.");
    }

    static <T> Future<T> lastAdministratorOr(Throwable failure) {
        return conflictOr(
                failure,
                LAST_ADMINISTRATOR,
                "last-administrator",
                "The last administrator stays: make somebody else one first.");
    }

    private static <T> Future<T> conflictOr(Throwable failure, String constraint, String type, String detail) {
        boolean isBroken = DatabaseFailures.brokenConstraint(failure)
                .filter(constraint::equals)
                .isPresent();
        return Future.failedFuture(isBroken ? new Failure.Conflict(type, detail) : failure);
    }
}
