/** Settings, read once at start. */
@NullMarked
package io.loomi.common.config;

import org.jspecify.annotations.NullMarked;
