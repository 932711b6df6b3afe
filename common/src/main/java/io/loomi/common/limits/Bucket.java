package io.loomi.common.limits;

/** The token bucket of a policy for one customer, address or account. */
public record Bucket(RatePolicy policy, String owner) {}
