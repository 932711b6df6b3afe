/** The transactions service: accounts and transactions. */
@NullMarked
package io.loomi.transactions;

import org.jspecify.annotations.NullMarked;
