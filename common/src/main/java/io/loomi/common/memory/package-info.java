/** Bounded in-memory caches. */
@NullMarked
package io.loomi.common.memory;

import org.jspecify.annotations.NullMarked;
