/** Who was put out: sessions that have ended and people who may not use the bank. */
@NullMarked
package io.loomi.common.revocations;

import org.jspecify.annotations.NullMarked;
