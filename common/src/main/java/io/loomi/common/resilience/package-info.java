/** Calls to other services, protected from slow and failing ones: deadlines, retries, a circuit breaker, single flight. */
@NullMarked
package io.loomi.common.resilience;

import org.jspecify.annotations.NullMarked;
