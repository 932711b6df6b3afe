/** The customers service: people, their sign-in and their profiles. */
@NullMarked
package io.loomi.customers;

import org.jspecify.annotations.NullMarked;
