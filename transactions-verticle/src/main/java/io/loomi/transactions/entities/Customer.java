package io.loomi.transactions.entities;

import java.util.UUID;

/** A customer, as the customers service returns it. */
public record Customer(UUID id, CustomerStatus status) {}
