/** Revocations: sessions that have ended and customers who may not use the bank. */
@NullMarked
package io.loomi.common.revocations;

import org.jspecify.annotations.NullMarked;
