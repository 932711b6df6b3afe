/** Whether the service and what it stands on are well. */
@NullMarked
package io.loomi.common.health;

import org.jspecify.annotations.NullMarked;
