/** Protects a service from slow or failing services that it calls: deadlines, retries, a circuit breaker, single flight. */
@NullMarked
package io.loomi.common.resilience;

import org.jspecify.annotations.NullMarked;
