package io.loomi.common.testing;

import java.util.List;
import java.util.UUID;

/**
 * A customer who has used up every rate limit: for each policy, the bucket of the customer or of the address is empty.
 */
public final class ExhaustedRateLimits {

    private static final String ADDRESS = "198.51.100.200";

    private final ContractClient api;
    private final String token;

    private ExhaustedRateLimits(ContractClient api, String token) {
        this.api = api;
        this.token = token;
    }

    /**
     * @param bench a service with rate limits
     * @param customer a customer who has sent no request yet, so that the service holds no batch of tokens for them
     */
    public static ExhaustedRateLimits of(ServiceBench bench, String service, UUID customer, String token) {
        List.of("user", "export", "password", "profile")
                .forEach(policy -> EmptyBuckets.of(bench.vertx(), service, policy, customer.toString()));
        List.of("address", "login", "register", "token", "refresh")
                .forEach(policy -> EmptyBuckets.of(bench.vertx(), service, policy, ADDRESS));
        return new ExhaustedRateLimits(bench.api(), token);
    }

    public Answer ask(String method, String path) {
        return EmptyBuckets.refusalOf(() -> api.call(method, path)
                .as(token)
                .header("X-Forwarded-For", ADDRESS)
                .send());
    }
}
