/** The health of the service and of its dependencies. */
@NullMarked
package io.loomi.common.health;

import org.jspecify.annotations.NullMarked;
