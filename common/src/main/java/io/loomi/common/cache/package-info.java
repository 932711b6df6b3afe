/** Caches: bounded ones in memory, and Redis for data that may be lost. */
@NullMarked
package io.loomi.common.cache;

import org.jspecify.annotations.NullMarked;
