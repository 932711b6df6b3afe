/** Digests of texts. */
@NullMarked
package io.loomi.common.digest;

import org.jspecify.annotations.NullMarked;
