/** What a process remembers by itself, within bounds. */
@NullMarked
package io.loomi.common.memory;

import org.jspecify.annotations.NullMarked;
