/** Calls to customers. */
@NullMarked
package io.loomi.transactions.clients;

import org.jspecify.annotations.NullMarked;
