/** A person and the values a person is made of. */
@NullMarked
package io.loomi.customers.entities;

import org.jspecify.annotations.NullMarked;
