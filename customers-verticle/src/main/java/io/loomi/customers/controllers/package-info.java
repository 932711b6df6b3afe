/** Translate HTTP to use cases and back; hold no rule. */
@NullMarked
package io.loomi.customers.controllers;

import org.jspecify.annotations.NullMarked;
