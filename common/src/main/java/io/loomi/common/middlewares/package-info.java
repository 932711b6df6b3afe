/** What happens to every request, one job each. */
@NullMarked
package io.loomi.common.middlewares;

import org.jspecify.annotations.NullMarked;
