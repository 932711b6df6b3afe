/** Customers, sessions, revocations and the audit in PostgreSQL. */
@NullMarked
package io.loomi.customers.repositories;

import org.jspecify.annotations.NullMarked;
