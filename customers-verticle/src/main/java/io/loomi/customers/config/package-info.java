/** The settings of this service. */
@NullMarked
package io.loomi.customers.config;

import org.jspecify.annotations.NullMarked;
