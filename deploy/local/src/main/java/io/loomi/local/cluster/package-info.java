/** Several instances of each service as processes of their own, behind Nginx, on one machine. */
@NullMarked
package io.loomi.local.cluster;

import org.jspecify.annotations.NullMarked;
