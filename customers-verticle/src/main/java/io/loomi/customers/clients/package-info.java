/** What this service tells others. */
@NullMarked
package io.loomi.customers.clients;

import org.jspecify.annotations.NullMarked;
