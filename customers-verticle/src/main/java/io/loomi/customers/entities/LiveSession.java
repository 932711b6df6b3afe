package io.loomi.customers.entities;

import java.util.UUID;

/** A session that has not ended, with the active person whose it is and its refresh tokens. */
public record LiveSession(UUID id, User user, TokenFamily family) {}
