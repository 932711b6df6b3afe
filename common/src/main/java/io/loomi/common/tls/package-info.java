/** TLS certificates: the service's own, reloaded when its files change, and those of trusted authorities. */
@NullMarked
package io.loomi.common.tls;

import org.jspecify.annotations.NullMarked;
