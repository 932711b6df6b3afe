/** A service's OpenAPI contract, and the check of requests against it. */
@NullMarked
package io.loomi.common.contract;

import org.jspecify.annotations.NullMarked;
