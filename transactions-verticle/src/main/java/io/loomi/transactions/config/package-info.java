/** The settings of this service. */
@NullMarked
package io.loomi.transactions.config;

import org.jspecify.annotations.NullMarked;
