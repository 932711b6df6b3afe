/** Futures across Vert.x contexts: promises, time limits and periodic tasks. */
@NullMarked
package io.loomi.common.async;

import org.jspecify.annotations.NullMarked;
