package io.farol.accounts.contract;

/** By what prices are readjusted each year. */
public enum ReadjustmentIndex {
    IPCA,
    IGPM,
    /** A fixed ratio. */
    FIXED,
    NONE
}
