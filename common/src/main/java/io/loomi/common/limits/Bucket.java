package io.loomi.common.limits;

/** What a request takes a token from: a policy's, for one person, address or account. */
public record Bucket(RatePolicy policy, String owner) {}
