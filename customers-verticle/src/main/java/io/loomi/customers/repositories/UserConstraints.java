package io.loomi.customers.repositories;

import io.loomi.common.database.DatabaseFailures;
import io.loomi.common.errors.Failure;
import io.vertx.core.Future;

/** What it means for a request when a constraint about people refuses its change. */
final class UserConstraints {

    private static final String EMAIL = "users_email_unique";
    private static final String LAST_ADMINISTRATOR = "users_last_administrator";

    private static final String ROLES_ELSEWHERE = "users_roles_elsewhere";

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

    static <T> Future<T> rolesRefusedOr(Throwable failure) {
        return isBroken(failure, ROLES_ELSEWHERE)
                ? Future.failedFuture(new Failure.Conflict(
                        "roles-elsewhere", "This person signs in at another issuer: what they may do is said there."))
                : lastAdministratorOr(failure);
    }

    private static <T> Future<T> conflictOr(Throwable failure, String constraint, String type, String detail) {
        return Future.failedFuture(isBroken(failure, constraint) ? new Failure.Conflict(type, detail) : failure);
    }

    private static boolean isBroken(Throwable failure, String constraint) {
        return DatabaseFailures.brokenConstraint(failure)
                .filter(constraint::equals)
                .isPresent();
    }
}
