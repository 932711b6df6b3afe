/** Identifiers that sort by the time they were made. */
@NullMarked
package io.loomi.common.identity;

import org.jspecify.annotations.NullMarked;
