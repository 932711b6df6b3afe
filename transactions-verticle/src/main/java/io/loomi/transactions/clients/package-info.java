/** Clients of the customers service, with their caches. */
@NullMarked
package io.loomi.transactions.clients;

import org.jspecify.annotations.NullMarked;
