package io.farol.accounts.contract;

/** Why a contract changes; the cause that revenue movements are told apart by. */
public enum ChangeKind {
    UPSELL,
    CROSS_SELL,
    READJUSTMENT,
    RENEWAL,
    DOWNSELL,
    OTHER
}
