/** The use cases of the ledger. */
@NullMarked
package io.loomi.transactions.services;

import org.jspecify.annotations.NullMarked;
