package io.loomi.customers.repositories;

import io.loomi.common.database.DatabaseFailures;
import io.loomi.common.errors.Failure;
import io.vertx.core.Future;

/** Translates violations of the constraints on customers into conflicts. */
final class UserConstraints {

    private static final String EMAIL = "users_email_unique";
    private static final String LAST_ADMINISTRATOR = "users_last_administrator";

    private static final String EXTERNAL_ROLES = "users_roles_elsewhere";

    private UserConstraints() {}

    static <T> Future<T> translateTakenEmail(Throwable failure) {
        return translate(failure, EMAIL, "email-taken", "This e-mail address is taken.");
    }

    static <T> Future<T> translateLastAdministrator(Throwable failure) {
        return translate(
                failure,
                LAST_ADMINISTRATOR,
                "last-administrator",
                "This is the last administrator: make another customer an administrator first.");
    }

    static <T> Future<T> translateRefusedRoles(Throwable failure) {
        return isViolated(failure, EXTERNAL_ROLES)
                ? Future.failedFuture(new Failure.Conflict(
                        "roles-of-other-issuer",
                        "This customer signs in at an external issuer, which sets their roles."))
                : translateLastAdministrator(failure);
    }

    private static <T> Future<T> translate(Throwable failure, String constraint, String type, String detail) {
        return Future.failedFuture(isViolated(failure, constraint) ? new Failure.Conflict(type, detail) : failure);
    }

    private static boolean isViolated(Throwable failure, String constraint) {
        return DatabaseFailures.violatedConstraint(failure)
                .filter(constraint::equals)
                .isPresent();
    }
}
