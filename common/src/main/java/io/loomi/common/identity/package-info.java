/** Identifiers, most of which sort by their creation time, and digests of texts. */
@NullMarked
package io.loomi.common.identity;

import org.jspecify.annotations.NullMarked;
