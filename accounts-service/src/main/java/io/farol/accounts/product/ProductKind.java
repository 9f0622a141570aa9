package io.farol.accounts.product;

/** What sort of thing is sold. */
public enum ProductKind {
    PLAN,
    ADD_ON,
    SERVICE,
    /** With its SLA. */
    SUPPORT
}
