package io.loomi.common.http;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.errors.Failure;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.SecurityRequirement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who may call an operation, from the contract's {@code security}: a caller needs all permissions of any one entry.
 *
 * @param alternatives empty when no access token is needed
 */
public record AccessRule(List<List<String>> alternatives) {

    private static final String BEARER = "bearer";
    private static final String PREFIX = "Bearer ";

    /**
     * Reads the rule of an operation. If no entry names an access token, the rule admits everybody, and the controller
     * checks the credentials that the entries name.
     *
     * @throws IllegalStateException when only some entries name an access token: the operation would be open to
     *     everybody
     */
    public static AccessRule of(Operation operation) {
        List<SecurityRequirement> requirements = operation.getSecurityRequirements();
        List<List<String>> alternatives = requirements.stream()
                .filter(requirement -> requirement.getNames().contains(BEARER))
                .map(requirement -> requirement.getScopes(BEARER))
                .toList();
        if (!alternatives.isEmpty() && alternatives.size() < requirements.size()) {
            throw new IllegalStateException("the contract of the operation " + operation.getOperationId()
                    + " requires an access token in only some of its security entries");
        }
        return new AccessRule(alternatives);
    }

    /** Returns the caller, empty when no token is needed. Fails with Unauthenticated or Forbidden. */
    Future<Optional<Caller>> admit(HttpServerRequest request, TokenVerifier verifier) {
        return alternatives.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : admit(request, verifier::verify).map(Optional::of);
    }

    /**
     * Like {@link #admit}, but skips the revocation check while it is unavailable: operators need access most when
     * something is down.
     */
    Future<Caller> admitOperator(HttpServerRequest request, TokenVerifier verifier) {
        return admit(
                request,
                token -> verifier.verify(token)
                        .recover(failure -> failure instanceof Failure.Unavailable
                                ? verifier.verifySigned(token)
                                : Future.failedFuture(failure)));
    }

    private Future<Caller> admit(HttpServerRequest request, Function<String, Future<Caller>> verify) {
        return token(request)
                .map(token -> verify.apply(token).map(caller -> {
                    caller.requireAny(alternatives);
                    return caller;
                }))
                .orElseGet(() -> Future.failedFuture(
                        new Failure.Unauthenticated("missing-token", "Send an access token: Authorization: Bearer …")));
    }

    /**
     * Whether the token's signature must be checked because the token is not cached. The check costs more than the rest
     * of a request.
     */
    boolean needsSignatureCheck(HttpServerRequest request, TokenVerifier verifier) {
        return !alternatives.isEmpty()
                && token(request).filter(token -> !verifier.isCached(token)).isPresent();
    }

    private static Optional<String> token(HttpServerRequest request) {
        // With two headers, a proxy in front may have used the other one.
        List<String> headers = request.headers().getAll("Authorization");
        @Nullable String header = headers.size() == 1 ? headers.getFirst() : null;
        return header == null || !header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
                ? Optional.empty()
                : Optional.of(header.substring(PREFIX.length()).strip());
    }
}
