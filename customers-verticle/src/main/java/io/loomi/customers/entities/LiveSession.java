package io.loomi.customers.entities;

import java.util.UUID;

/** A session that has not ended, with its active customer and its refresh tokens. */
public record LiveSession(UUID id, User user, TokenFamily family) {}
