/** What keeps a slow, wrong or dead neighbour from making this service the same: deadlines, retries, a breaker. */
@NullMarked
package io.loomi.common.resilience;

import org.jspecify.annotations.NullMarked;
