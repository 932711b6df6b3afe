/** People in PostgreSQL. */
@NullMarked
package io.loomi.customers.repositories;

import org.jspecify.annotations.NullMarked;
