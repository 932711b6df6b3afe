/** Addresses on the network, and which of those that a request names can be believed. */
@NullMarked
package io.loomi.common.network;

import org.jspecify.annotations.NullMarked;
