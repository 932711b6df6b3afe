/** Access tokens, and the keys that verify them. */
@NullMarked
package io.loomi.common.auth;

import org.jspecify.annotations.NullMarked;
