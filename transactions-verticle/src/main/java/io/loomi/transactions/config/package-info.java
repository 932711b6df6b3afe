/** This service's settings. */
@NullMarked
package io.loomi.transactions.config;

import org.jspecify.annotations.NullMarked;
