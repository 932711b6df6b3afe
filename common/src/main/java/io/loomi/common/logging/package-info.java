/** JSON log lines in one shape. */
@NullMarked
package io.loomi.common.logging;

import org.jspecify.annotations.NullMarked;
