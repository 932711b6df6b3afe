/** PostgreSQL: pools, failures, migrations. */
@NullMarked
package io.loomi.common.database;

import org.jspecify.annotations.NullMarked;
