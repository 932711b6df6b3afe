/** The HTTP server of a service: controllers behind an ordered chain of middlewares. */
@NullMarked
package io.loomi.common.http;

import org.jspecify.annotations.NullMarked;
