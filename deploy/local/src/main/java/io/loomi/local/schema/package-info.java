/** Writes docs/schema.md from the schemas that the migrations make. */
@NullMarked
package io.loomi.local.schema;

import org.jspecify.annotations.NullMarked;
