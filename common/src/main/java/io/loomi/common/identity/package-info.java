/** Identifiers, most of which sort by their creation time. */
@NullMarked
package io.loomi.common.identity;

import org.jspecify.annotations.NullMarked;
