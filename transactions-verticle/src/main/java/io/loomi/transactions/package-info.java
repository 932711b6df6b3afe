/** The transactions service: accounts and what moves between them. */
@NullMarked
package io.loomi.transactions;

import org.jspecify.annotations.NullMarked;
