/** This service's settings. */
@NullMarked
package io.loomi.customers.config;

import org.jspecify.annotations.NullMarked;
