/** The use cases: posting, history, balances. */
@NullMarked
package io.loomi.transactions.services;

import org.jspecify.annotations.NullMarked;
