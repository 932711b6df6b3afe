/** HTTP calls to other services. */
@NullMarked
package io.loomi.common.client;

import org.jspecify.annotations.NullMarked;
