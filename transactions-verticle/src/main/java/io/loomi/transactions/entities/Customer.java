package io.loomi.transactions.entities;

import java.util.UUID;

/** A person as customers knows them. */
public record Customer(UUID id, CustomerStatus status) {}
