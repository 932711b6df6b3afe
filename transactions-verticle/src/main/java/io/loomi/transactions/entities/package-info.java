/** The domain values: money, accounts, transactions and reports. */
@NullMarked
package io.loomi.transactions.entities;

import org.jspecify.annotations.NullMarked;
