/** Publishes changes to other services. */
@NullMarked
package io.loomi.customers.clients;

import org.jspecify.annotations.NullMarked;
