/** Keyset pages and their cursors. */
@NullMarked
package io.loomi.common.pages;

import org.jspecify.annotations.NullMarked;
