/** Strict JSON with exact numbers. */
@NullMarked
package io.loomi.common.json;

import org.jspecify.annotations.NullMarked;
