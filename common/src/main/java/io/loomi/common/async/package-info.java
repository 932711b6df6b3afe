/** Work that is shared between requests, each of which goes on by itself. */
@NullMarked
package io.loomi.common.async;

import org.jspecify.annotations.NullMarked;
