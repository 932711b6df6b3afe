/** The correlation id and trace of the work in progress. */
@NullMarked
package io.loomi.common.correlation;

import org.jspecify.annotations.NullMarked;
