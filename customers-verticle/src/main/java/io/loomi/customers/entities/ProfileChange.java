package io.loomi.customers.entities;

import java.util.Optional;
import java.util.Set;

/**
 * A change of a customer's profile.
 *
 * @param expectedVersions the versions that the change applies to; empty for any
 */
public record ProfileChange(
        Optional<PersonName> name, Optional<EmailAddress> email, Optional<Set<Integer>> expectedVersions) {}
