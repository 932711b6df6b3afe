/** Revocations: sessions that have ended and customers who may not use the bank; in memory, and in Redis for all processes. */
@NullMarked
package io.loomi.common.revocations;

import org.jspecify.annotations.NullMarked;
