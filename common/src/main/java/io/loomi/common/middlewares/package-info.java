/** The handlers that every request passes, with one task each. */
@NullMarked
package io.loomi.common.middlewares;

import org.jspecify.annotations.NullMarked;
