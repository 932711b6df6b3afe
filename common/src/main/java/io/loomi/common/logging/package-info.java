/** Logging as JSON lines. */
@NullMarked
package io.loomi.common.logging;

import org.jspecify.annotations.NullMarked;
