package io.loomi.transactions.entities;

/** The ways in which a hold ends. */
public enum HoldAction {
    CAPTURE,
    VOID,
    EXPIRE
}
