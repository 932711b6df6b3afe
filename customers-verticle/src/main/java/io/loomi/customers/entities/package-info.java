/** Customers, their sessions and audit records, and the value types of these. */
@NullMarked
package io.loomi.customers.entities;

import org.jspecify.annotations.NullMarked;
