/** How often somebody may ask: token buckets, kept in Redis for all instances and here where Redis is out of reach. */
@NullMarked
package io.loomi.common.limits;

import org.jspecify.annotations.NullMarked;
