/** Certificates: the service's own, followed as its files change, and those of the authorities that it believes. */
@NullMarked
package io.loomi.common.tls;

import org.jspecify.annotations.NullMarked;
