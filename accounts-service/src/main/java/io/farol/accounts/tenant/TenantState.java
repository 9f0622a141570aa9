package io.farol.accounts.tenant;

/** Whether a tenant's callers are let in. */
public enum TenantState {
    ACTIVE,
    /** All of them are refused, by every service; its data stays, background work goes on. */
    SUSPENDED
}
