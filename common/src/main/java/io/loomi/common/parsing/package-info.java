/** Strict parsers of untrusted input: JSON with exact numbers, forms and query strings. */
@NullMarked
package io.loomi.common.parsing;

import org.jspecify.annotations.NullMarked;
