/** Rate limits by token buckets, in Redis for all instances and in memory while Redis is unavailable. */
@NullMarked
package io.loomi.common.limits;

import org.jspecify.annotations.NullMarked;
