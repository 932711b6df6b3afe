/** The breaker before callers and a service that do anything, in virtual time. */
@NullMarked
package io.loomi.common.resilience.simulation;

import org.jspecify.annotations.NullMarked;
