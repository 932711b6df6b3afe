/** The failures of requests, and the problem documents that report them. */
@NullMarked
package io.loomi.common.errors;

import org.jspecify.annotations.NullMarked;
