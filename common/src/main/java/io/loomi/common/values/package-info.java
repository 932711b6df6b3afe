/** Rules of values that both services have. Entities may use them: they import only {@code java.*}, as entities do. */
@NullMarked
package io.loomi.common.values;

import org.jspecify.annotations.NullMarked;
