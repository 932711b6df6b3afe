/** JSON as Loomi reads and writes it: exact numbers, strict syntax. */
@NullMarked
package io.loomi.common.json;

import org.jspecify.annotations.NullMarked;
