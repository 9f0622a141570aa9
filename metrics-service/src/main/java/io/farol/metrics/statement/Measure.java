package io.farol.metrics.statement;

/** What is summed by month and group, named as in the ledger's table {@code cell}. */
public enum Measure {
    NEW,
    REACTIVATION,
    EXPANSION,
    READJUSTMENT,
    UNFREEZE,
    FREEZE,
    CONTRACTION,
    CHURN,
    /** What exchange rates did to what was held, signed; nothing unless it is told at the rates of the day. */
    FX,
    TRANSFER_IN,
    TRANSFER_OUT,
    /** Change of the frozen MRR, transfers included. */
    FROZEN,
    /** Of a window: what plain sums cannot know of the MRR now of those at its start; its count is that of the logos kept. */
    NOW,
    /** Of a window: the same for the lesser of then and now, account by account. */
    MIN,
    /** Of a window: the same for the readjustments inside it. */
    INDEX;

    /** Effect on the closing MRR: 1, -1 or 0. */
    int sign() {
        return switch (this) {
            case NEW, REACTIVATION, EXPANSION, READJUSTMENT, UNFREEZE, FX, TRANSFER_IN -> 1;
            case FREEZE, CONTRACTION, CHURN, TRANSFER_OUT -> -1;
            case FROZEN, NOW, MIN, INDEX -> 0;
        };
    }

    /** Effect on the number of logos: 1, -1 or 0. */
    int logoSign() {
        return switch (this) {
            case NEW, REACTIVATION, TRANSFER_IN -> 1;
            case CHURN, TRANSFER_OUT -> -1;
            case EXPANSION, READJUSTMENT, UNFREEZE, FREEZE, CONTRACTION, FX, FROZEN, NOW, MIN, INDEX -> 0;
        };
    }
}
