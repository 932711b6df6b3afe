/** Money and what is done with it. */
@NullMarked
package io.loomi.transactions.entities;

import org.jspecify.annotations.NullMarked;
