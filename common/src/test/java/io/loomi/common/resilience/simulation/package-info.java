/** Simulates the breaker in virtual time, with random callers and a random service. */
@NullMarked
package io.loomi.common.resilience.simulation;

import org.jspecify.annotations.NullMarked;
