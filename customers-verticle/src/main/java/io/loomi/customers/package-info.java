/** The customers service: registration, sign-in and profiles. */
@NullMarked
package io.loomi.customers;

import org.jspecify.annotations.NullMarked;
