/** The use cases: registration, sign-in, sessions, profiles, administration and privacy. */
@NullMarked
package io.loomi.customers.services;

import org.jspecify.annotations.NullMarked;
