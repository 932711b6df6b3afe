/** The ledger in PostgreSQL. */
@NullMarked
package io.loomi.transactions.repositories;

import org.jspecify.annotations.NullMarked;
