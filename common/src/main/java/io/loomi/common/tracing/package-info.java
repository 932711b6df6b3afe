/** Traces, for whoever collects them. */
@NullMarked
package io.loomi.common.tracing;

import org.jspecify.annotations.NullMarked;
