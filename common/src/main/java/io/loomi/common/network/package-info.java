/** IP addresses, and which forwarded addresses of a request can be trusted. */
@NullMarked
package io.loomi.common.network;

import org.jspecify.annotations.NullMarked;
