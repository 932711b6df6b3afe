package io.loomi.transactions.entities;

/** How a hold ends. */
public enum HoldAction {
    CAPTURE,
    VOID,
    EXPIRE
}
