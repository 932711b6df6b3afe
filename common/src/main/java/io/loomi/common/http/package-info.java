/** The HTTP server of a service: controllers in, an ordered chain of middlewares around them. */
@NullMarked
package io.loomi.common.http;

import org.jspecify.annotations.NullMarked;
