/** Redis, for what may be forgotten. */
@NullMarked
package io.loomi.common.cache;

import org.jspecify.annotations.NullMarked;
