/** Starts a service from its environment, and stops it without losing requests. */
@NullMarked
package io.loomi.common.launch;

import org.jspecify.annotations.NullMarked;
