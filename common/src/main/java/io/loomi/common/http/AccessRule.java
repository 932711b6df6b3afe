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
 * Who may call an operation, as the contract's {@code security} says: its entries are alternatives, and the permissions
 * in one entry are needed together.
 *
 * @param alternatives empty where nobody needs an access token
 */
public record AccessRule(List<List<String>> alternatives) {

    private static final String BEARER = "bearer";
    private static final String PREFIX = "Bearer ";

    /**
     * An operation whose entries name no access token at all is open here, and its controller asks for what they name.
     *
     * @throws IllegalStateException when some entries name an access token and others do not: such an operation would be
     *     open to everybody
     */
    public static AccessRule of(Operation operation) {
        List<SecurityRequirement> requirements = operation.getSecurityRequirements();
        List<List<String>> alternatives = requirements.stream()
                .filter(requirement -> requirement.getNames().contains(BEARER))
                .map(requirement -> requirement.getScopes(BEARER))
                .toList();
        if (!alternatives.isEmpty() && alternatives.size() < requirements.size()) {
            throw new IllegalStateException("the contract of the operation " + operation.getOperationId()
                    + " asks for an access token and offers a way around it");
        }
        return new AccessRule(alternatives);
    }

    /** The caller, empty where none is asked for; fails with Unauthenticated or Forbidden. */
    Future<Optional<Caller>> admit(HttpServerRequest request, TokenVerifier verifier) {
        return alternatives.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : admit(request, verifier::verify).map(Optional::of);
    }

    /**
     * Like {@link #admit}, and takes a token whose signature is good while nothing can tell whether it was revoked: what is down may
     * be what knows the sessions, and operators are needed most then.
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

    /** Whether a token must be verified that the verifier has not seen lately, which costs more than all else of a request. */
    boolean isCostly(HttpServerRequest request, TokenVerifier verifier) {
        return !alternatives.isEmpty()
                && token(request).filter(token -> !verifier.knows(token)).isPresent();
    }

    private static Optional<String> token(HttpServerRequest request) {
        // With two of them, a proxy in front may have looked at the other one.
        List<String> headers = request.headers().getAll("Authorization");
        @Nullable String header = headers.size() == 1 ? headers.getFirst() : null;
        return header == null || !header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
                ? Optional.empty()
                : Optional.of(header.substring(PREFIX.length()).strip());
    }
}
