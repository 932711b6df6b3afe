package io.loomi.common.http;

import io.loomi.common.auth.Caller;
import io.loomi.common.digest.Sha256;
import io.loomi.common.errors.Failure;
import io.loomi.common.json.MalformedJson;
import io.loomi.common.json.StrictJson;
import io.loomi.common.limits.Bucket;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.limits.RatePolicy;
import io.loomi.common.middlewares.BodyReader;
import io.loomi.common.middlewares.ClientAddressResolver;
import io.loomi.common.network.AddressRange;
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
 * Holds the requests for one operation to their limits. A person is limited by who they are, anybody else by their address;
 * an operation whose contract names a policy in {@code x-rate-limit}, by that one, which is by address unless it says otherwise.
 */
final class OperationRateLimit {

    private static final String EXTENSION = "x-rate-limit";

    private final RateLimits limits;
    private final Optional<RatePolicy> declared;
    private final @Nullable Function<JsonObject, Optional<String>> account;

    /**
     * @param account finds the account that a body names, null for an operation that does not get anybody into one
     * @throws IllegalStateException when the contract names no policy that there is, or none for a writing operation that is
     *     open to everybody
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
                    + " lets everybody in and has no " + EXTENSION);
        }
    }

    private static Optional<RatePolicy> declared(Operation operation) {
        return Optional.ofNullable(operation.getExtensions().get(EXTENSION))
                .map(name -> RatePolicy.declared(String.valueOf(name))
                        .orElseThrow(() -> new IllegalStateException("the contract of the operation "
                                + operation.getOperationId() + " names the limit " + name + ", which there is not")));
    }

    /**
     * Takes a token for the request and says in the answer's headers what is left; fails with {@link Failure.RateLimited}.
     *
     * @param caller null where nobody was let in or nobody need say who they are
     */
    Future<Void> pass(RoutingContext context, @Nullable Caller caller) {
        return RateLimitHeaders.hold(context.response().headers(), limits.take(buckets(context, caller)));
    }

    /** Whether a stranger at this address may not ask now, as far as is known without asking. */
    boolean isSpent(RoutingContext context) {
        return limits.isAnyEmpty() && limits.isEmpty(buckets(context, null).getFirst());
    }

    private List<Bucket> buckets(RoutingContext context, @Nullable Caller caller) {
        Optional<RatePolicy> byPerson = declared.filter(RatePolicy::isByPerson);
        if (caller != null && (declared.isEmpty() || byPerson.isPresent())) {
            return List.of(new Bucket(
                    byPerson.orElse(RatePolicy.of(caller)), caller.userId().toString()));
        }
        List<Bucket> buckets = new ArrayList<>();
        RatePolicy byAddress = declared.filter(policy -> !policy.isByPerson()).orElse(RatePolicy.ADDRESS);
        buckets.add(new Bucket(byAddress, AddressRange.ownerOf(ClientAddressResolver.of(context))));
        if (account != null) {
            object(BodyReader.bodyOf(context))
                    .flatMap(account)
                    .map(Sha256::hex) // e-mail addresses do not lie about in Redis
                    .ifPresent(name -> buckets.add(new Bucket(RatePolicy.ACCOUNT, name)));
        }
        return buckets;
    }

    /** Empty for what the contract will refuse later. */
    private static Optional<JsonObject> object(Buffer body) {
        try {
            return StrictJson.object(StrictJson.read(body));
        } catch (MalformedJson malformed) {
            return Optional.empty();
        }
    }
}
