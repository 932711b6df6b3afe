package io.loomi.common.http;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.loomi.common.identity.Sha256;
import io.loomi.common.limits.Bucket;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.limits.RatePolicy;
import io.loomi.common.middlewares.BodyReader;
import io.loomi.common.middlewares.ClientAddressResolver;
import io.loomi.common.network.AddressRange;
import io.loomi.common.parsing.MalformedJson;
import io.loomi.common.parsing.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Applies the rate limits of one operation. A customer is limited by id, an anonymous caller by address. If the
 * contract names a policy in {@code x-rate-limit}, that policy applies instead, by address unless the policy is per
 * customer.
 */
final class OperationRateLimit {

    private static final String EXTENSION = "x-rate-limit";

    private final RateLimits limits;
    private final Optional<RatePolicy> declared;
    private final @Nullable Function<JsonObject, Optional<String>> account;

    /**
     * @param account extracts the account from the body; null for an operation that gives no access to an account
     * @throws IllegalStateException when the contract names an unknown policy, or names none for an open operation that
     *     writes
     */
    OperationRateLimit(
            Operation operation,
            AccessRule access,
            RateLimits limits,
            @Nullable Function<JsonObject, Optional<String>> account) {
        this.limits = limits;
        this.declared = declared(operation);
        this.account = account;
        if (access.alternatives().isEmpty()
                && !operation.getHttpMethod().equals(HttpMethod.GET)
                && declared.isEmpty()) {
            throw new IllegalStateException("the contract of the operation " + operation.getOperationId()
                    + " needs no token and has no " + EXTENSION);
        }
    }

    private static Optional<RatePolicy> declared(Operation operation) {
        return Optional.ofNullable(operation.getExtensions().get(EXTENSION))
                .map(name -> RatePolicy.declared(String.valueOf(name))
                        .orElseThrow(() -> new IllegalStateException("the contract of the operation "
                                + operation.getOperationId() + " names the unknown limit " + name)));
    }

    /**
     * Takes a token for the request and sets the rate-limit headers; fails with {@link Failure.RateLimited}.
     *
     * @param caller null when the request was refused or needs no token
     */
    Future<Void> take(RoutingContext context, @Nullable Caller caller) {
        return RateLimitHeaders.apply(context.response().headers(), limits.take(buckets(context, caller)));
    }

    /**
     * Whether the address has no tokens left for anonymous requests, as far as this event loop knows. Does not call
     * Redis.
     */
    boolean isExhausted(RoutingContext context) {
        return limits.isAnyEmpty() && limits.isEmpty(buckets(context, null).getFirst());
    }

    private List<Bucket> buckets(RoutingContext context, @Nullable Caller caller) {
        Optional<RatePolicy> byCustomer = declared.filter(RatePolicy::isPerCustomer);
        if (caller != null && (declared.isEmpty() || byCustomer.isPresent())) {
            return List.of(new Bucket(
                    byCustomer.orElse(RatePolicy.of(caller)), caller.userId().toString()));
        }
        List<Bucket> buckets = new ArrayList<>();
        RatePolicy byAddress =
                declared.filter(policy -> !policy.isPerCustomer()).orElse(RatePolicy.ADDRESS);
        buckets.add(new Bucket(byAddress, AddressRange.ownerOf(ClientAddressResolver.of(context))));
        if (account != null) {
            parse(BodyReader.bodyOf(context))
                    .flatMap(account)
                    .map(Sha256::hex) // no e-mail addresses in Redis
                    .ifPresent(name -> buckets.add(new Bucket(RatePolicy.ACCOUNT, name)));
        }
        return buckets;
    }

    /** Empty for a body that the contract will refuse later. */
    private static Optional<JsonObject> parse(Buffer body) {
        try {
            return StrictJson.object(StrictJson.read(body));
        } catch (MalformedJson malformed) {
            return Optional.empty();
        }
    }
}
