package io.loomi.customers.entities;

import java.util.Optional;

/**
 * What a person changes about themselves.
 *
 * @param expectedVersion the version that the change was made on, empty for any
 */
public record ProfileChange(
        Optional<PersonName> name, Optional<EmailAddress> email, Optional<Integer> expectedVersion) {}
