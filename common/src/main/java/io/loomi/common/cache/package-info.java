/** Caches in Redis, for data that may be lost. */
@NullMarked
package io.loomi.common.cache;

import org.jspecify.annotations.NullMarked;
