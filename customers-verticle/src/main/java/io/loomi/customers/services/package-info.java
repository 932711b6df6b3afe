/** The use cases: registration, sign-in, profiles. */
@NullMarked
package io.loomi.customers.services;

import org.jspecify.annotations.NullMarked;
