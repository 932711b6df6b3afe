package io.loomi.customers.entities;

import java.util.Optional;
import java.util.Set;

/**
 * What a person changes about themselves.
 *
 * @param expectedVersions those that the change may be made on, empty for any
 */
public record ProfileChange(
        Optional<PersonName> name, Optional<EmailAddress> email, Optional<Set<Integer>> expectedVersions) {}
